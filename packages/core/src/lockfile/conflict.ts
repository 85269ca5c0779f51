/** Whether a text has git's conflict markers: `<<<<<<<`, `=======` and `>>>>>>>` at the start of lines, in this order. */
export function hasConflictMarkers(text: string): boolean {
  const start = /^<{7}(?: |\r?$)/m.exec(text);
  const middle = start && /^={7}\r?$/m.exec(text.slice(start.index));
  return (
    middle !== null && middle !== undefined && /^>{7}(?: |\r?$)/m.test(text.slice((start?.index ?? 0) + middle.index))
  );
}
