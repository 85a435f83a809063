from plptool.cli.main import run

run()
