// Runs the site's scripts without a page. Each line of the input is a request, [code, arguments] as JSON: the code is
// evaluated and, if it is a function, called. Each line of the output is its answer: [value] or [null, error].
const decoder = new TextDecoder();
const encoder = new TextEncoder();

async function answer(line) {
  try {
    const [code, values] = JSON.parse(line);
    const found = (0, eval)(code); // in the global scope, like a classic script
    const value = typeof found === 'function' ? await found(...values) : null;
    return [value ?? null];
  } catch (error) {
    return [null, String(error.stack)];
  }
}

let waiting = '';
for await (const chunk of Deno.stdin.readable) {
  const lines = (waiting + decoder.decode(chunk, { stream: true })).split('\n');
  waiting = lines.pop();
  for (const line of lines) {
    await Deno.stdout.write(encoder.encode(`${JSON.stringify(await answer(line))}\n`));
  }
}
