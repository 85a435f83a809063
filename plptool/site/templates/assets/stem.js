// Words to their stems, so that one form of a word finds the others: "möte" finds "mötet". By Martin Porter's rules for
// Swedish and English as Snowball publishes them (3.1, snowballstem.org): plptool/site/stems.py makes the index by the
// same rules, and a test holds the two to each other.
"use strict";

globalThis.stems = (() => {
  const list = (words) => words.split(" ");

  /** The longest of some endings that a word has, within the part of it that begins at a place; "" where it has none. */
  function ending(word, endings, from = 0) {
    const fitting = endings.filter((one) => word.endsWith(one) && word.length - one.length >= from);
    return fitting.reduce((longest, one) => (one.length > longest.length ? one : longest), "");
  }

  const without = (word, end, instead = "") => word.slice(0, word.length - end.length) + instead;

  /** What comes after the first consonant that follows a vowel, from a place on: where that begins. */
  function region(word, vowels, from = 0) {
    for (let at = from + 1; at < word.length; at += 1) {
      if (vowels.includes(word[at - 1]) && !vowels.includes(word[at])) return at + 1;
    }
    return word.length;
  }

  // Swedish

  const VOKALER = "aeiouyäåö";
  const BEFORE_S = "bcdfghjklmnoprtvy";
  const BEFORE_OST = "iklnprtuv";
  const MAIN = list(
    "a arna erna heterna orna ad e ade ande arne are aste en anden aren heten ern ar er heter or as arnas ernas ornas es" +
      " ades andes ens arens hetens erns at andet het ast s et",
  );
  const PAIRS = list("dd gd nn dt gt kt tt");
  const OTHER = list("lig ig els öst fullt");
  const KEEPS_ET = list("h iet uit fab cit dit alit ilit mit nit pit rit sit tit ivit kvit xit kom rak pak stak");

  /** Whether "et" after this is the article, and no part of the word, as in "paket" and "kvalitet". */
  function isArticle(before) {
    const [vowel, consonant] = before.slice(-2);
    const closed = before.length > 2 && VOKALER.includes(vowel) && !VOKALER.includes(consonant);
    return closed && !ending(before, KEEPS_ET);
  }

  function withoutMain(word, end) {
    const before = without(word, end);
    if (end === "et") return isArticle(before) ? before : word;
    if (end !== "s") return before;
    if (before.endsWith("et") && isArticle(without(before, "et"))) return without(before, "et");
    return BEFORE_S.includes(before.at(-1)) ? before : word;
  }

  function swedish(word) {
    const from = Math.max(region(word, VOKALER), 3);
    const main = ending(word, MAIN, from);
    let stem = main ? withoutMain(word, main) : word;
    if (ending(stem, PAIRS, from)) stem = stem.slice(0, -1);
    const other = ending(stem, OTHER, from);
    const before = without(stem, other);
    if (other === "öst") return BEFORE_OST.includes(before.at(-1)) ? `${before}ös` : stem;
    return other === "fullt" ? `${before}full` : before;
  }

  // English

  const VOWELS = "aeiouy";
  const WHOLE = new Map(
    Object.entries({
      skis: "ski", skies: "sky", idly: "idl", gently: "gentl", ugly: "ugli", early: "earli", only: "onli", singly: "singl",
      sky: "sky", news: "news", howe: "howe", atlas: "atlas", cosmos: "cosmos", bias: "bias", andes: "andes",
    }),
  );
  const BEGINNINGS = list("gener commun arsen past univers later emerg organ inter");
  const DOUBLES = list("bb dd ff gg mm nn pp rr tt");
  const BEFORE_LI = "cdeghkmnrt";
  const NO_VERBS = list("inn out cann herr earr even");
  const pairs = (words) => new Map(list(words).map((pair) => pair.split(":")));
  const SECOND = pairs(
    "tional:tion enci:ence anci:ance abli:able entli:ent izer:ize ization:ize ational:ate ation:ate ator:ate alism:al" +
      " aliti:al alli:al fulness:ful ousli:ous ousness:ous iveness:ive iviti:ive biliti:ble bli:ble ogist:og ogi:og" +
      " fulli:ful lessli:less li:",
  );
  const THIRD = pairs("tional:tion ational:ate alize:al icate:ic iciti:ic ical:ic ful: ness: ative:");
  const FOURTH = list("al ance ence er ic able ible ant ement ment ent ism ate iti ous ive ize ion");

  /** A word with one more letter: y as Y, where it is a consonant. */
  const withConsonantY = (before, letter) =>
    before + (letter === "y" && (!before || VOWELS.includes(before.at(-1))) ? "Y" : letter);

  const hasVowel = (text) => [...text].some((letter) => VOWELS.includes(letter));

  /** Whether a word ends in a short syllable, as "rap" and "on" do. */
  function endsShort(word) {
    const [first, vowel, last] = word.length === 2 ? ["", ...word] : word.slice(-3);
    if (word.endsWith("past")) return true;
    if (word.length < 2 || !VOWELS.includes(vowel) || VOWELS.includes(last)) return false;
    return first === "" || (!VOWELS.includes(first) && !"wxY".includes(last));
  }

  function withoutPlural(word) {
    const end = ending(word, ["sses", "ied", "ies", "s", "us", "ss"]);
    const before = without(word, end);
    if (end === "sses") return `${before}ss`;
    if (end === "ied" || end === "ies") return before.length > 1 ? `${before}i` : `${before}ie`;
    return end === "s" && hasVowel(before.slice(0, -1)) ? before : word;
  }

  /** A verb without its ending, as it stands without it: hopp is hop, and hop is hope. */
  function withoutVerbal(word, first) {
    const end = ending(word, ["eed", "eedly", "ed", "edly", "ing", "ingly"]);
    const before = without(word, end);
    if (end.startsWith("eed")) {
      const stays = before.length < first || ["succ", "proc", "exc"].includes(before);
      return stays ? word : `${before}ee`;
    }
    if (end === "ing" && /^[^aeiouy]y$/.test(before)) return `${before[0]}ie`;
    if (!end || (end === "ing" && NO_VERBS.includes(before)) || !hasVowel(before)) return word;
    if (ending(before, ["at", "bl", "iz"])) return `${before}e`;
    if (ending(before, DOUBLES)) return before.length === 3 && "aeo".includes(before[0]) ? before : before.slice(0, -1);
    return before.length === first && endsShort(before) ? `${before}e` : before;
  }

  function withoutY(word) {
    const before = word.slice(0, -1);
    return /[yY]$/.test(word) && before.length > 1 && !VOWELS.includes(before.at(-1)) ? `${before}i` : word;
  }

  function secondStep(word, first) {
    const end = ending(word, [...SECOND.keys()]);
    const before = without(word, end);
    if (!end || before.length < first) return word;
    if (end === "ogi" && !before.endsWith("l")) return word;
    if (end === "li" && !BEFORE_LI.includes(before.at(-1))) return word;
    return before + SECOND.get(end);
  }

  function thirdStep(word, first, second) {
    const end = ending(word, [...THIRD.keys()]);
    const before = without(word, end);
    return end && before.length >= (end === "ative" ? second : first) ? before + THIRD.get(end) : word;
  }

  function fourthStep(word, second) {
    const end = ending(word, FOURTH);
    const before = without(word, end);
    if (!end || before.length < second) return word;
    return end === "ion" && !/[st]$/.test(before) ? word : before;
  }

  function lastStep(word, first, second) {
    const before = word.slice(0, -1);
    if (word.endsWith("e")) {
      return before.length >= second || (before.length >= first && !endsShort(before)) ? before : word;
    }
    return word.endsWith("ll") && before.length >= second ? before : word;
  }

  function english(word) {
    if (WHOLE.has(word)) return WHOLE.get(word);
    if (word.length < 3) return word;
    let stem = [...word.replace(/^'/, "")].reduce(withConsonantY, "");
    const beginning = BEGINNINGS.find((one) => stem.startsWith(one));
    const first = beginning ? beginning.length : region(stem, VOWELS);
    const second = region(stem, VOWELS, first);
    stem = without(stem, ending(stem, ["'", "'s", "'s'"]));
    stem = withoutVerbal(withoutPlural(stem), first);
    stem = thirdStep(secondStep(withoutY(stem), first), first, second);
    return lastStep(fourthStep(stem, second), first, second).replaceAll("Y", "y");
  }

  return { sv: swedish, en: english };
})();
