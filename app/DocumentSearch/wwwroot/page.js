// The search page: plain modules, no build. Everything that comes from documents is put in as text, never as HTML.
const element = id => document.getElementById(id);
const session = {
  get token() { return sessionStorage.getItem('token'); },
  get role() { return sessionStorage.getItem('role'); },
  get client() { return sessionStorage.getItem('client'); },
  start(client, answer) {
    sessionStorage.setItem('token', answer.access_token);
    sessionStorage.setItem('role', answer.role);
    sessionStorage.setItem('client', client);
  },
  end() { sessionStorage.clear(); },
};

let nextPage = null;
let refreshTimer = 0;
let searchNumber = 0;

function say(text) {
  element('message').textContent = text;
  element('message').hidden = !text;
}

function make(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

async function call(path, options = {}) {
  const answer = await fetch(path, { ...options, headers: { ...options.headers, Authorization: `Bearer ${session.token}` } });
  if (answer.status === 401) {
    session.end();
    show();
    throw new Error('Your session has ended; sign in again.');
  }
  if (!answer.ok) throw new Error(await reasonOf(answer));
  return answer.status === 204 ? null : answer.json();
}

async function reasonOf(answer) {
  try {
    return (await answer.json()).detail ?? `The server answered ${answer.status}.`;
  } catch {
    return `The server answered ${answer.status}.`;
  }
}

function guarded(action) {
  return async event => {
    event?.preventDefault();
    say('');
    try {
      await action(event);
    } catch (error) {
      say(error instanceof TypeError ? 'The server cannot be reached; check the connection and try again.' : error.message);
    }
  };
}

function show() {
  const signedIn = Boolean(session.token);
  element('sign-in').hidden = signedIn;
  element('application').hidden = !signedIn;
  element('session').hidden = !signedIn;
  element('upload-section').hidden = session.role !== 'writer';
  element('who').textContent = signedIn ? `${session.client} (${session.role})` : '';
  clearTimeout(refreshTimer);
  if (signedIn) {
    element('query').focus();
    refresh();
  } else {
    element('client').focus();
  }
}

element('sign-in').addEventListener('submit', guarded(async () => {
  const client = element('client').value.trim();
  const answer = await fetch('api/v1/token', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ client_id: client, client_secret: element('secret').value }),
  });
  if (!answer.ok) throw new Error(await reasonOf(answer));
  session.start(client, await answer.json());
  element('secret').value = '';
  show();
}));

element('sign-out').addEventListener('click', () => {
  session.end();
  element('results').replaceChildren();
  element('documents').replaceChildren();
  element('summary').textContent = '';
  show();
});

element('search').addEventListener('submit', guarded(async () => {
  const number = ++searchNumber;
  const query = element('query').value.trim();
  if (!query) return;
  element('summary').textContent = 'Searching…';
  const parameters = new URLSearchParams({ q: query });
  if (element('language').value) parameters.set('lang', element('language').value);
  let answer;
  try {
    answer = await call(`api/v1/search?${parameters}`);
  } catch (error) {
    element('summary').textContent = '';
    throw error;
  }
  // An answer that is overtaken by a later search is dropped.
  if (number !== searchNumber) return;
  const count = answer.results.length;
  element('summary').textContent = count === 0 ? 'Nothing was found.' : `${count} ${count === 1 ? 'document' : 'documents'}`;
  element('results').replaceChildren(...answer.results.map(result => {
    const item = make('li');
    item.append(make('h3', '', result.name));
    const snippet = make('p');
    for (const part of result.snippet) snippet.append(part.match ? make('mark', '', part.text) : part.text);
    item.append(snippet);
    return item;
  }));
}));

element('upload').addEventListener('submit', event => {
  event.preventDefault();
  say('');
  const file = element('file').files[0];
  if (!file) return;
  const button = event.submitter ?? element('upload').querySelector('button');
  const body = new FormData();
  body.append('file', file);
  // fetch does not tell how far an upload is; XMLHttpRequest does.
  const request = new XMLHttpRequest();
  const progress = element('progress');
  button.disabled = true;
  progress.hidden = false;
  progress.value = 0;
  element('upload-status').textContent = 'Uploading…';
  request.upload.addEventListener('progress', step => {
    if (step.lengthComputable) progress.value = 100 * step.loaded / step.total;
  });
  request.addEventListener('loadend', () => {
    button.disabled = false;
    progress.hidden = true;
    let answer = {};
    try {
      answer = JSON.parse(request.responseText);
    } catch {
      // Not from the service; the status below says what is known.
    }
    if (request.status === 200 || request.status === 202) {
      element('upload-status').textContent = request.status === 202 ? `${answer.name} was accepted.` : `The same file is there already, as ${answer.name}.`;
      element('upload').reset();
      refresh();
    } else {
      element('upload-status').textContent = '';
      say(answer.detail ?? (request.status ? `The server answered ${request.status}.` : 'The upload was interrupted; try again.'));
      if (request.status === 401) {
        session.end();
        show();
      }
    }
  });
  request.open('POST', 'api/v1/documents');
  request.setRequestHeader('Authorization', `Bearer ${session.token}`);
  request.send(body);
});

function row(item) {
  const line = make('tr');
  line.dataset.id = item.id;
  line.append(make('td', '', item.name));
  const status = make('td', item.status, item.status);
  if (item.failure) status.append(make('span', 'reason', item.failure));
  line.append(status);
  line.append(make('td', '', item.size < 1024 ? `${item.size} B` : `${Math.round(item.size / 1024)} KiB`));
  line.append(make('td', 'date', new Date(item.createdAt).toLocaleString()));
  const actions = make('td');
  if (session.role === 'writer') {
    const remove = make('button', '', 'Delete');
    remove.type = 'button';
    remove.setAttribute('aria-label', `Delete ${item.name}`);
    remove.addEventListener('click', guarded(async () => {
      if (!confirm(`Delete ${item.name}?`)) return;
      await call(`api/v1/documents/${item.id}`, { method: 'DELETE' });
      await refresh();
    }));
    actions.append(remove);
  }
  line.append(actions);
  return line;
}

const refresh = guarded(async () => {
  clearTimeout(refreshTimer);
  const page = await call('api/v1/documents');
  nextPage = page.next;
  // A button that has the focus must not vanish under the keyboard.
  const focused = document.activeElement?.closest?.('tr')?.dataset.id;
  element('documents').replaceChildren(...page.items.map(row));
  if (focused) element('documents').querySelector(`tr[data-id="${CSS.escape(focused)}"] button`)?.focus();
  element('no-documents').hidden = page.items.length > 0;
  element('more').hidden = !nextPage;
  if (page.items.some(item => item.status === 'queued' || item.status === 'processing')) refreshTimer = setTimeout(refresh, 1500);
});

element('more').addEventListener('click', guarded(async () => {
  const page = await call(`api/v1/documents?after=${encodeURIComponent(nextPage)}`);
  nextPage = page.next;
  element('documents').append(...page.items.map(row));
  element('more').hidden = !nextPage;
}));

document.addEventListener('keydown', event => {
  const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && session.token) {
    event.preventDefault();
    element('query').focus();
  }
});

show();
