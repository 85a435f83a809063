from plptool.cli.main import run

if __name__ == "__main__":  # a worker process imports this file, and must not run it
    run()
