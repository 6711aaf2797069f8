/** The page at /graphql: one operation at a time, its answers, and the schema to look things up in. */
const element = (id) => document.getElementById(id);
const query = element('query');
const variables = element('variables');
const token = element('token');
const answer = element('answer');
const state = element('state');
const stop = element('stop');

const EXAMPLE = `# Sign in: sign the message with your wallet (BIP-322), then call signIn.
mutation Challenge($address: String!) {
  signInChallenge(address: $address) {
    id
    message
    expiresAt
  }
}
`;

/** What was typed stays for the next visit; the token only while the tab is open. */
for (const [field, storage, initial] of [
  [query, localStorage, EXAMPLE],
  [variables, localStorage, '{\n  "address": ""\n}'],
  [token, sessionStorage, ''],
]) {
  field.value = storage.getItem(`charmbills.${field.id}`) ?? initial;
  field.addEventListener('input', () => storage.setItem(`charmbills.${field.id}`, field.value));
}

let running;

function finish(text) {
  running?.close();
  running = undefined;
  stop.disabled = true;
  state.textContent = text;
}

function show(value) {
  answer.textContent = `${JSON.stringify(value, null, 2)}\n\n${answer.textContent}`;
}

function authorization() {
  return token.value.trim() ? { authorization: `Bearer ${token.value.trim()}` } : {};
}

async function send(operation) {
  const aborter = new AbortController();
  running = { close: () => aborter.abort() };
  const started = performance.now();
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization() },
    body: JSON.stringify(operation),
    signal: aborter.signal,
  });
  show(await response.json());
  finish(`${response.status} in ${Math.round(performance.now() - started)} ms`);
}

/** The graphql-transport-ws protocol, as far as one subscription needs it. */
function subscribe(operation) {
  const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
  const say = (message) => socket.send(JSON.stringify(message));
  running = socket;
  socket.onopen = () => say({ type: 'connection_init', payload: authorization() });
  socket.onclose = ({ code, reason }) => finish(`closed: ${code} ${reason}`);
  socket.onmessage = ({ data }) => {
    const { type, payload } = JSON.parse(data);
    if (type === 'connection_ack') {
      say({ id: '1', type: 'subscribe', payload: operation });
      state.textContent = 'listening…';
    } else if (type === 'ping') {
      say({ type: 'pong' });
    } else if (type === 'next') {
      show(payload);
    } else if (type === 'error') {
      show({ errors: payload });
      finish('refused');
    } else if (type === 'complete') {
      finish('complete');
    }
  };
}

async function run() {
  finish('');
  answer.textContent = '';
  stop.disabled = false;
  try {
    const operation = { query: query.value, variables: JSON.parse(variables.value || '{}') };
    const live = /^\s*(#.*\s*)*subscription\b/.test(query.value);
    if (live) subscribe(operation);
    else await send(operation);
  } catch (error) {
    finish(String(error));
  }
}

element('request').addEventListener('submit', (event) => {
  event.preventDefault();
  run();
});
document.addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') run();
});
stop.addEventListener('click', () => finish('stopped'));

const definitions = (await (await fetch('/graphql/schema.graphql')).text()).split('\n\n');
const showSchema = () => {
  const words = element('search').value.toLowerCase();
  element('schema').textContent = definitions
    .filter((definition) => definition.toLowerCase().includes(words))
    .join('\n\n');
};
element('search').addEventListener('input', showSchema);
showSchema();
