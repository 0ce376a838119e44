// Everything said before the product speaks goes to standard error, so that the output of a command stays clean.

/** One line, Chinese first, English beside it. */
export function say(zh, en) {
  process.stderr.write(`${zh} / ${en}\n`);
}

/** A line that counts: rewritten in place on a terminal, once every ten seconds elsewhere. Returns the function that ends it. */
export function sayProgress(text) {
  const terminal = process.stderr.isTTY;
  const write = () => process.stderr.write(terminal ? `\r\x1b[2K${text()}` : `${text()}\n`);
  if (terminal) write();
  const timer = setInterval(write, terminal ? 500 : 10_000);
  return () => {
    clearInterval(timer);
    if (terminal) process.stderr.write('\r\x1b[2K');
  };
}
