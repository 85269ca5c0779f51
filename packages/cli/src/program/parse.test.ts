import { describe, expect, test } from "vitest";
import { COMMANDS } from "../commands/index.ts";
import { commandIn, parse } from "./parse.ts";

const read = (...args: readonly string[]) => parse(args, COMMANDS);

describe("the command is found wherever it stands among flags", () => {
  test.each([
    [["-C", "somewhere", "install", "--frozen"]],
    [["install", "--frozen", "--cwd=somewhere"]],
    [["--frozen", "install", "-C", "somewhere"]],
  ])("%j", (args) => {
    const { spec, args: given } = read(...args);
    expect(spec?.words).toEqual(["install"]);
    expect(given.flag("frozen")).toBe(true);
    expect(given.text("cwd")).toBe("somewhere");
  });

  test("a command of two words, with arguments", () => {
    const { spec, args } = read("mirror", "prune", "folder", "a.lock", "--dry-run", "b.lock");
    expect(spec?.words).toEqual(["mirror", "prune"]);
    expect(args.words).toEqual(["folder", "a.lock", "b.lock"]);
  });
});

test.each(["-Cinit", "-C/srv/pack", "-C~/pack", "-C=init", "-vqCinit"])("%s is -C with a folder", (word) => {
  const { spec, args } = read(word, "lock");
  expect(spec?.words).toEqual(["lock"]);
  expect(args.text("cwd")).toBe(word.replace(/^-\w*C=?/, ""));
  expect(args.flag("quiet")).toBe(word.includes("q"));
  expect(commandIn([word, "lock"], COMMANDS)).toEqual(["lock"]);
});

test("-C behind other letters still takes the next word", () => {
  expect(read("-qC", "init", "lock").args.text("cwd")).toBe("init");
  expect(commandIn(["-qC", "init", "lock"], COMMANDS)).toEqual(["lock"]);
});

test("versions stay the text that was written", () => {
  expect(read("set", "factorio", "2.10").args.words).toEqual(["factorio", "2.10"]);
  expect(read("update", "flib", "--precise", "1.10").args.text("precise")).toBe("1.10");
});

test("what follows -- is no flag", () => {
  expect(read("complete", "--", "install", "--fro").args.words).toEqual(["install", "--fro"]);
});

test("help is asked for before anything is found missing", () => {
  expect(read("add", "--help")).toMatchObject({ help: true, spec: { words: ["add"] } });
  expect(read("mirror", "-h")).toMatchObject({ help: true, words: ["mirror"] });
});

describe("what cannot be understood is named, with what is near to it", () => {
  test.each([
    [["insall"], 'factorio-lock has no command "insall".', "did you mean `factorio-lock install`?"],
    [["cache", "prun"], 'factorio-lock cache has no command "prun".', "did you mean `factorio-lock cache prune`?"],
    [["cache"], "factorio-lock cache needs one of: dir, size, prune, verify, clean.", undefined],
    [["install", "--of-line"], "factorio-lock install has no option --of-line.", "did you mean --offline?"],
    [
      ["mirror", "serve", "here", "--port", "8080"],
      "factorio-lock mirror serve has no option --port.",
      "did you mean `--listen`, with the port or HOST:PORT?",
    ],
    [
      ["export", "html", "-o", "page.html"],
      "factorio-lock export has no option -o.",
      "write the file after the format: `factorio-lock export FORMAT FILE`.",
    ],
    [["install", "--frozen=1"], '--frozen takes no value, not "1".', "write --frozen alone."],
    [["tree", "--frozen"], "factorio-lock tree has no option --frozen.", undefined],
    [["install", "-z"], "factorio-lock install has no option -z.", undefined],
    [["add"], "factorio-lock add needs MOD[@RANGE]: a mod's name, or a name and a range of versions.", undefined],
    [["lock", "flib"], 'factorio-lock lock does not know what to do with "flib".', undefined],
    [["completion", "tcsh"], 'SHELL is one of bash, zsh, fish, powershell, not "tcsh".', undefined],
    [["lock", "--color", "blue"], '--color is one of auto, always, never, not "blue".', undefined],
    [["lock", "--cwd"], "--cwd needs a value.", undefined],
    [["lock", "-C", ""], "--cwd needs a folder; it is empty.", undefined],
    [["install", "--mod-directory", ""], "--mod-directory needs a folder; it is empty.", undefined],
    [["install", "--cache-dir="], "--cache-dir needs a folder; it is empty.", undefined],
    [["install", "--server-settings", " "], "--server-settings needs a file; it is empty.", undefined],
    [["install", "--portal", ""], "--portal needs a value; it is empty.", undefined],
    [["mirror", "export", "", "out"], "DIR is a folder; it is empty.", undefined],
    [["lock", "--constructor"], "factorio-lock has no option --constructor.", undefined],
    [["list", "--__proto__=1"], "factorio-lock has no option --__proto__.", undefined],
    [["list", "--toString"], "factorio-lock has no option --toString.", undefined],
  ])("%j", (args, message, hint) => {
    const error = (() => {
      try {
        return read(...args);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toMatchObject({ code: "USAGE", message });
    if (hint !== undefined) expect(error).toMatchObject({ hint });
  });
});
