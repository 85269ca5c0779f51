/**
 * A path that begins with `~`, as shells read it: from the user's home. Shells themselves leave it in `--flag=~/x` and in
 * many settings of the environment.
 */
export function fromHome(path: string, home: string): string {
  return path.replace(/^~(?=$|[/\\])/, () => home);
}
