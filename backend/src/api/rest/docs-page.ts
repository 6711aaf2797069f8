import type { JsonSchema, OpenApiDocument, Operation } from './openapi.ts';

/** The document as a page that needs neither a script nor anything from elsewhere. */
export function docsPage({ info, paths }: OpenApiDocument): string {
  const operations = Object.entries(paths).map(([path, { get }]) => operationHtml(path, get));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(info.title)} REST API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/docs.css">
</head>
<body>
<main>
<h1>${escapeHtml(info.title)} REST API <small>${escapeHtml(info.version)}</small></h1>
<p>${prose(info.description)}</p>
<p>Send <code>Authorization: Bearer &lt;token&gt;</code>. The same for programs: <a href="/docs/openapi.json">OpenAPI 3.1</a>.</p>
<nav><ul>${Object.entries(paths)
    .map(
      ([path, { get }]) => `<li><a href="#${get.operationId}"><code>GET ${escapeHtml(path)}</code></a></li>`,
    )
    .join('')}</ul></nav>
${operations.join('\n')}
</main>
</body>
</html>
`;
}

export const DOCS_CSS = `:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
h2 { margin-top: 3rem; overflow-wrap: anywhere; }
small { font-weight: normal; opacity: 0.7; }
pre { overflow-x: auto; padding: 1rem; border: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; vertical-align: top; padding: 0.25rem 0.75rem 0.25rem 0;
  border-bottom: 1px solid color-mix(in srgb, currentColor 15%, transparent); }
`;

function operationHtml(path: string, operation: Operation): string {
  const { operationId, summary, description, parameters, responses } = operation;
  const rows = parameters.map(
    ({ name, in: place, required, description: text = '', schema }) =>
      `<tr><td><code>${escapeHtml(name)}</code></td><td>${place}${required ? ', required' : ''}</td>` +
      `<td>${prose([text, bounds(schema)].filter(Boolean).join(' '))}</td></tr>`,
  );
  const answers = Object.entries(responses).map(([status, answer]) => {
    const types = Object.keys(answer.content).map((type) => `<code>${escapeHtml(type)}</code>`);
    return `<tr><td>${status}</td><td>${types.join(', ')}</td><td>${prose(answer.description)}</td></tr>`;
  });
  const schema = Object.values(responses['200']?.content ?? {})[0]?.schema ?? {};
  return `<section id="${operationId}">
<h2><code>GET ${escapeHtml(path)}</code></h2>
<p><strong>${prose(summary)}.</strong> ${prose(description)}</p>
<table><tr><th>parameter</th><th>in</th><th></th></tr>${rows.join('')}</table>
<table><tr><th>answer</th><th>type</th><th></th></tr>${answers.join('')}</table>
<details><summary>Schema of the answer</summary><pre>${escapeHtml(JSON.stringify(schema, null, 2))}</pre></details>
</section>`;
}

function bounds({ enum: values, default: usual, minimum, maximum, examples }: JsonSchema): string {
  return [
    values && `One of ${values.map((value) => `\`${value}\``).join(', ')}.`,
    minimum !== undefined && maximum !== undefined && `${minimum} to ${maximum}.`,
    usual !== undefined && `\`${usual}\` unless given.`,
    Array.isArray(examples) && `Such as \`${examples.join('`, `')}\`.`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** Text in which \`code\` is set off. */
function prose(text: string): string {
  return escapeHtml(text).replaceAll(/`([^`]*)`/g, '<code>$1</code>');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
