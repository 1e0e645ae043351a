/**
 * A local stand-in for WeChat's server interface, spoken over real HTTP, for development, tests and the demo.
 *
 *   node scripts/wechat-stub.mjs [port]
 *
 * Prints {"event":"listening","port":…} when ready. Login codes: ok-<name>, ok-<name>@<union> for one with a union id,
 * bad, busy, busy-<name>, risk, used, slow; phone codes: phone-<number>, with -number, -abroad or -other for other
 * forms of the answer. On the official account's page stands whom POST /__stub/viewer named. Tests steer it through
 * POST /__stub/…
 */
import { randomBytes } from 'node:crypto';
import { fstatSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const SLOW_MS = 10_000;
const TOKEN_SECONDS = 7200;
const {
  WECHAT_APPID: appId,
  WECHAT_SECRET: secret,
  WECHAT_OFFICIAL_APPID: officialId,
  WECHAT_OFFICIAL_SECRET: officialSecret,
} = process.env;

const fault = (errcode, errmsg) => ({ errcode, errmsg });
const texts = {
  40001: 'invalid credential, access_token is invalid or not latest',
  40003: 'invalid openid',
  40013: 'invalid appid',
  40029: 'invalid code',
  40125: 'invalid appsecret',
  40163: 'code been used',
  40169: 'invalid scene',
  40226: 'code blocked',
  42001: 'access_token expired',
  43101: 'user refuse to accept the msg',
  47001: 'data format error',
  61010: 'code is expired',
};
const refuse = (errcode) => fault(errcode, texts[errcode] ?? 'error');

/** What the stub remembers: tokens, credits for messages, messages sent, how it shall fail. */
const state = {
  mode: 'ok',
  busySeen: new Set(),
  tokens: new Map(),
  current: null,
  credits: new Map(),
  sent: [],
  checked: [],
  pictures: [],
  refusals: [],
  tokenCalls: 0,
  forcedTokenCalls: 0,
  /** Who holds the phone on which the official account's page opens, and the codes that they were given. */
  viewer: { name: 'chen', union: 'chen' },
  webCodes: new Map(),
};

/** The fault of a wrong app id or secret, where this process was told the right ones. */
function credentialFault(id, key) {
  if (appId && id !== appId) return refuse(40013);
  if (secret && key !== secret) return refuse(40125);
  return null;
}

function session(text) {
  const [name, union] = text.split('@');
  const key = randomBytes(16).toString('base64');
  return { openid: `openid-${name}`, session_key: key, ...(union ? { unionid: `unionid-${union}` } : {}) };
}

async function logIn(query) {
  const wrong = credentialFault(query.get('appid'), query.get('secret'));
  if (wrong) return wrong;
  const code = query.get('js_code') ?? '';
  if (code === 'slow') {
    await sleep(SLOW_MS);
    return session('slow');
  }
  if (code === 'busy' || code.startsWith('busy-')) {
    if (state.busySeen.has(code)) return session(code.slice('busy-'.length) || 'busy');
    state.busySeen.add(code);
    return fault(-1, 'system error');
  }
  if (/^ok-.+/.test(code)) return session(code.slice('ok-'.length));
  if (code === 'risk') return refuse(40226);
  if (code === 'used') return refuse(40163);
  return refuse(40029);
}

/** The page of the official account, which sends people back at once where nothing is asked of them. */
function authorize(query) {
  const back = query.get('redirect_uri');
  const fits = query.get('response_type') === 'code' && /^snsapi_(base|userinfo)$/.test(query.get('scope') ?? '');
  if (!back || !fits || (officialId && query.get('appid') !== officialId)) return { status: 400 };
  const code = randomBytes(16).toString('hex');
  state.webCodes.set(code, state.viewer);
  const url = new URL(back);
  url.searchParams.set('code', code);
  url.searchParams.set('state', query.get('state') ?? '');
  return { status: 302, location: url.toString() };
}

function webToken(query) {
  if (officialId && query.get('appid') !== officialId) return refuse(40013);
  if (officialSecret && query.get('secret') !== officialSecret) return refuse(40125);
  const code = query.get('code') ?? '';
  if (!state.webCodes.has(code)) return refuse(40029);
  const viewer = state.webCodes.get(code);
  if (!viewer) return refuse(40163);
  state.webCodes.set(code, null);
  const { name, union } = viewer;
  return {
    access_token: randomBytes(32).toString('hex'),
    expires_in: TOKEN_SECONDS,
    refresh_token: randomBytes(32).toString('hex'),
    openid: `official-${name}`,
    scope: 'snsapi_base',
    ...(union ? { unionid: `unionid-${union}` } : {}),
  };
}

function stableToken(body) {
  const wrong = credentialFault(body.appid, body.secret);
  if (wrong) return wrong;
  state.tokenCalls += 1;
  if (body.force_refresh === true) state.forcedTokenCalls += 1;
  const now = Date.now();
  const left = state.current ? (state.tokens.get(state.current) - now) / 1000 : 0;
  if (left < 300 || body.force_refresh === true) {
    if (body.force_refresh === true) state.tokens.clear();
    state.current = randomBytes(64).toString('hex');
    state.tokens.set(state.current, now + TOKEN_SECONDS * 1000);
  }
  return { access_token: state.current, expires_in: Math.floor((state.tokens.get(state.current) - now) / 1000) };
}

/** The fault of a call that needs an access token. */
function tokenFault(query) {
  const until = state.tokens.get(query.get('access_token') ?? '');
  if (until === undefined) return refuse(40001);
  return until < Date.now() ? refuse(42001) : null;
}

function phoneNumber(body) {
  const [, number, form] = /^phone-(\d{11})(?:-(number|abroad|other))?$/.exec(body.code ?? '') ?? [];
  if (!number) return refuse(40029);
  const watermark = { timestamp: Math.floor(Date.now() / 1000), appid: form === 'other' ? 'wx-other' : (appId ?? '') };
  // WeChat's own examples have it both ways.
  const countryCode = form === 'number' ? 86 : form === 'abroad' ? '1' : '86';
  return {
    ...fault(0, 'ok'),
    phone_info: { phoneNumber: number, purePhoneNumber: number, countryCode, watermark },
  };
}

const creditKey = (body) => `${body.touser} ${body.template_id}`;

function sendMessage(body) {
  if (!String(body.touser ?? '').startsWith('openid-')) return refuse(40003);
  const next = state.refusals.shift();
  if (next) return refuse(next);
  const left = state.credits.get(creditKey(body)) ?? 0;
  if (left < 1) return refuse(43101);
  state.credits.set(creditKey(body), left - 1);
  const { touser, template_id, page, data, miniprogram_state } = body;
  state.sent.push({ touser, template_id, page, data, miniprogram_state });
  return { ...fault(0, 'ok'), msgid: state.sent.length };
}

/** Longest text that is looked at. */
const MAX_CHECKED = 2500;

function checkText(body) {
  const content = String(body.content ?? '');
  const openId = String(body.openid ?? '');
  if (!openId.startsWith('openid-')) return refuse(40003);
  // Somebody who has not opened the mini-program in the last two hours.
  if (openId === 'openid-away') return refuse(61010);
  if (body.version !== 2 || ![1, 2, 3, 4].includes(body.scene)) return refuse(47001);
  if (content === '' || content.length > MAX_CHECKED) return refuse(47001);
  state.checked.push(content);
  const [suggest, label] = content.includes('risky')
    ? ['risky', 20001]
    : content.includes('review')
      ? ['review', 21000]
      : ['pass', 100];
  // Version 2 answers errcode 0 for an offending text too: only `suggest` counts.
  return { ...fault(0, 'ok'), detail: [], trace_id: randomBytes(8).toString('hex'), result: { suggest, label } };
}

/** Takes a picture's address; what it thinks of it, the tests push themselves. */
function checkPicture(body) {
  const openId = String(body.openid ?? '');
  if (!openId.startsWith('openid-')) return refuse(40003);
  if (body.version !== 2 || body.media_type !== 2 || !/^https?:\/\//.test(String(body.media_url))) return refuse(47001);
  const trace_id = randomBytes(8).toString('hex');
  state.pictures.push({ trace_id, media_url: body.media_url });
  return { ...fault(0, 'ok'), trace_id };
}

/** A PNG of one pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

function miniProgramCode(body) {
  return /^[\w!#$&'()*+,/:;=?@.~-]{1,32}$/.test(String(body.scene ?? '')) ? PIXEL : refuse(40169);
}

const apis = {
  'GET /sns/jscode2session': (query) => logIn(query),
  'GET /sns/oauth2/access_token': (query) => webToken(query),
  'POST /cgi-bin/stable_token': (_, body) => stableToken(body),
  'POST /wxa/business/getuserphonenumber': (query, body) => tokenFault(query) ?? phoneNumber(body),
  'POST /cgi-bin/message/subscribe/send': (query, body) => tokenFault(query) ?? sendMessage(body),
  'POST /wxa/msg_sec_check': (query, body) => tokenFault(query) ?? checkText(body),
  'POST /wxa/media_check_async': (query, body) => tokenFault(query) ?? checkPicture(body),
  'POST /wxa/getwxacodeunlimit': (query, body) => tokenFault(query) ?? miniProgramCode(body),
};

/** What tests steer: failures, credits for messages, expiry of tokens; and what they look at. */
const controls = {
  'POST /__stub/fail': (body) => {
    state.mode = ['down', 'slow', 'wrong'].includes(body.mode) ? body.mode : 'ok';
    return { mode: state.mode };
  },
  'POST /__stub/credits': (body) => {
    state.credits.set(creditKey(body), Number(body.count ?? 1));
    return { count: state.credits.get(creditKey(body)) };
  },
  'POST /__stub/viewer': (body) => {
    state.viewer = { name: String(body.name), union: body.union ? String(body.union) : '' };
    return state.viewer;
  },
  'POST /__stub/refuse': (body) => {
    state.refusals.push(...(body.errcodes ?? []));
    return { errcodes: state.refusals };
  },
  'POST /__stub/expire-tokens': () => {
    for (const token of state.tokens.keys()) state.tokens.set(token, 0);
    state.current = null;
    return {};
  },
  'GET /__stub/checked': () => ({ items: state.checked, pictures: state.pictures }),
  'GET /__stub/sent': () => {
    const { sent: items, tokenCalls, forcedTokenCalls } = state;
    return { items, tokenCalls, forcedTokenCalls };
  },
};

async function readBody(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const text = Buffer.concat(parts).toString('utf8');
  return text === '' ? {} : JSON.parse(text);
}

function reply(response, answer) {
  const isImage = Buffer.isBuffer(answer);
  response.writeHead(200, { 'content-type': isImage ? 'image/png' : 'application/json; charset=utf-8' });
  response.end(isImage ? answer : JSON.stringify(answer));
}

async function answer(request, response) {
  const url = new URL(request.url ?? '/', 'http://stub');
  const route = `${request.method} ${url.pathname}`;
  let body;
  try {
    body = await readBody(request);
  } catch {
    return reply(response, refuse(47001));
  }
  if (route in controls) return reply(response, controls[route](body));
  // Down: the line goes dead, as with a network failure, instead of an answer that says so.
  if (state.mode === 'down') return request.socket.destroy();
  // Wrong: something in between answers, as a proxy does that reaches nobody.
  if (state.mode === 'wrong') return void response.writeHead(502).end('<html>502 Bad Gateway</html>');
  if (state.mode === 'slow') await sleep(SLOW_MS);
  if (route === 'GET /connect/oauth2/authorize') {
    const { status, location } = authorize(url.searchParams);
    return void response.writeHead(status, location ? { location } : {}).end();
  }
  if (route in apis) return reply(response, await apis[route](url.searchParams, body));
  response.writeHead(404).end();
}

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.destroy());
});
const [port] = process.argv.slice(2);
server.listen(Number(port ?? process.env.PORT ?? 0), '127.0.0.1', () => {
  console.log(JSON.stringify({ event: 'listening', port: server.address().port }));
});
const end = () => process.exit(0);
process.on('SIGTERM', end);
const input = fstatSync(0, { throwIfNoEntry: false });
if (input?.isFIFO() || input?.isSocket()) {
  // Started by a program: its pipe closes when it ends, however it ends, and nothing is left behind after a kill -9.
  // Ctrl-C reaches the whole group; the parent still needs the stub while it stops.
  process.stdin.resume().on('close', end).on('error', end);
  process.on('SIGINT', () => {});
} else process.on('SIGINT', end);
