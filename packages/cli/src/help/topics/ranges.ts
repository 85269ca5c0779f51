import type { Topic } from "../topic.ts";

export const ranges: Topic = {
  name: "ranges",
  title: "Ranges of versions",
  parts: [
    "A version is three numbers; `1.0` is `1.0.0`, `0.1.01` is `0.1.1`.",
    {
      rows: [
        ["*", "any release"],
        ["1.2.3", "exactly this one"],
        [">= 1.2.3", "this one or newer; also < <= = >"],
        [">= 1.2, < 2.0", "both must hold; a blank joins as well as a comma"],
        ["^1.2.0", "1.2.0 or newer, but not 2.0.0; ^0.4.0: not 0.5.0"],
        ["~1.2.0", "1.2.0 or newer, but not 1.3.0"],
        ["1.x", "any release that starts with 1"],
        ["1.0 - 2.0", "from 1.0.0 to 2.0.0, both included"],
        ["1.x || 3.x", "either"],
        ["!= 1.2.3", "any but this one; `>= 1.0 != 1.2.3` leaves one out"],
      ],
    },
    'In a shell, put quotes around a range: `factorio-lock add "jetpack@>= 0.4, < 0.6"`.',
  ],
};
