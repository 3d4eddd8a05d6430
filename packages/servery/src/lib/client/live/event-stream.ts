/**
 * Reads server-sent events (https://html.spec.whatwg.org/#event-stream-interpretation) piece by piece: give it
 * text as it comes, cut wherever it is, and it gives the data of each whole event.
 */
export function createEventReader(onData: (data: string) => void): (text: string) => void {
  let rest = "";
  let data: string[] = [];
  const readLine = (line: string) => {
    if (line === "") {
      if (data.length > 0) onData(data.join("\n"));
      data = [];
    } else if (line.startsWith("data:")) data.push(line.slice(line[5] === " " ? 6 : 5));
  };
  return (text) => {
    rest += text;
    // A carriage return at the end may have its line feed still to come.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    for (const line of lines) readLine(line);
  };
}
