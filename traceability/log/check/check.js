"use strict";
/* Checks a proof file with nothing but this page: no request leaves it. */
(() => {
  const words = JSON.parse(document.getElementById("words").textContent);
  const say = (code, values = {}) =>
    (words[code] || code).replace(/%\((\w+)\)s/g, (_all, name) => String(values[name] ?? "…"));

  class Wrong extends Error {
    constructor(code, values) { super(say(code, values)); }
  }
  const need = (holds, code, values) => { if (!holds) throw new Wrong(code, values); };

  /* ---- bytes ---- */
  const encoder = new TextEncoder();
  const join = (...parts) => {
    const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
    let at = 0;
    for (const part of parts) { whole.set(part, at); at += part.length; }
    return whole;
  };
  const same = (one, other) =>
    one.length === other.length && one.every((value, at) => value === other[at]);
  const hex = (bytes) => Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
  const unbase64 = (text) => {
    need(/^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0, "damaged");
    return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  };
  const hashLine = (text) => {
    const bytes = unbase64(text);
    need(bytes.length === 32, "damaged");
    return bytes;
  };
  const DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  const unbase58 = (text) => {
    let number = 0n;
    for (const sign of text) {
      const digit = DIGITS.indexOf(sign);
      need(digit >= 0, "damaged");
      number = number * 58n + BigInt(digit);
    }
    const bytes = [];
    for (; number > 0n; number >>= 8n) bytes.unshift(Number(number & 255n));
    for (const sign of text) { if (sign !== "1") break; bytes.unshift(0); }
    return Uint8Array.from(bytes);
  };
  const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

  /* ---- RFC 8785 ---- */
  const canonical = (value) => {
    if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
    if (value !== null && typeof value === "object") {
      const names = Object.keys(value).sort();
      return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
    }
    return JSON.stringify(value);
  };

  /* ---- Ed25519 ---- */
  const isSigned = async (key, message, signature) => {
    if (key.length !== 32 || signature.length !== 64) return false;
    const opened = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
    return crypto.subtle.verify({ name: "Ed25519" }, opened, signature, message);
  };
  const publicKey = (name) => {
    need(typeof name === "string" && name.startsWith("z"), "no_key");
    const raw = unbase58(name.slice(1));
    need(raw.length === 34 && raw[0] === 0xed && raw[1] === 1, "no_key");
    return raw.slice(2);
  };
  const canCheck = async () => {
    try {
      await crypto.subtle.importKey("raw", new Uint8Array(32), { name: "Ed25519" }, false, ["verify"]);
      return true;
    } catch (error) { return false; }
  };

  /* ---- signed notes and checkpoints ---- */
  const readKey = (text) => {
    const [, name, id, material] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim()) || [];
    need(name, "no_log_key");
    const raw = unbase64(material);
    need(raw.length === 33 && (raw[0] === 1 || raw[0] === 4), "no_log_key");
    return { name, id, kind: raw[0], key: raw.slice(1), text: text.trim() };
  };
  const readKeys = (texts) => texts.map((text) => text.trim()).filter(Boolean).map(readKey);
  const readNote = (text) => {
    const end = text.lastIndexOf("\n\n");
    need(end > 0 && text.endsWith("\n"), "damaged");
    const lines = text.slice(end + 2, -1).split("\n").map((line) => {
      const [, name, signature] = /^\u2014 (\S+) (\S+)$/.exec(line) || [];
      need(name, "damaged");
      const raw = unbase64(signature);
      return { name, id: hex(raw.slice(0, 4)), raw: raw.slice(4) };
    });
    const body = text.slice(0, end + 1);
    const [origin, size, root] = body.split("\n");
    need(origin && /^(0|[1-9]\d*)$/.test(size), "damaged");
    return { body, lines, origin, size: Number(size), root: hashLine(root) };
  };
  const holds = (note, line, key) => {
    if (key.kind === 1) return isSigned(key.key, encoder.encode(note.body), line.raw);
    if (line.raw.length !== 72) return false;
    const time = line.raw.slice(0, 8).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
    const message = encoder.encode(`cosignature/v1\ntime ${time}\n${note.body}`);
    return isSigned(key.key, message, line.raw.slice(8));
  };
  const signers = async (note, keys) => {
    const found = [];
    for (const line of note.lines) {
      const key = keys.find((one) => one.name === line.name && one.id === line.id);
      if (!key) continue;
      need(await holds(note, line, key), "signature");
      found.push(key);
    }
    return found;
  };

  /* ---- proofs ---- */
  const HEADER = "c2sp.org/tlog-proof@v1";
  const readProof = (text) => {
    const end = text.indexOf("\n\n");
    need(end > 0, "damaged");
    const lines = text.slice(0, end).split("\n");
    need(lines.shift() === HEADER, "damaged");
    let extra = new Uint8Array();
    if (lines[0].startsWith("extra ")) extra = unbase64(lines.shift().slice(6));
    const [, index] = /^index (0|[1-9]\d*)$/.exec(lines.shift() || "") || [];
    need(index !== undefined && lines.length < 64, "damaged");
    return { index: Number(index), path: lines.map(hashLine), extra, note: readNote(text.slice(end + 2)) };
  };
  const nodeHash = (left, right) => sha256(join(Uint8Array.of(1), left, right));
  const checkPath = async (proof, logs) => {
    const { note } = proof;
    const [log] = await signers(note, logs);
    need(log, "not_signed_by_log");
    need(log.name === note.origin, "other_log");
    need(proof.index < note.size, "path");
    let [at, last] = [proof.index, note.size - 1];
    let found = await sha256(join(Uint8Array.of(0), proof.extra));
    for (const step of proof.path) {
      need(last > 0, "path");
      if (at % 2 === 1 || at === last) {
        found = await nodeHash(step, found);
        while (at % 2 === 0 && at > 0) { at = Math.floor(at / 2); last = Math.floor(last / 2); }
      } else found = await nodeHash(found, step);
      at = Math.floor(at / 2);
      last = Math.floor(last / 2);
    }
    need(last === 0 && same(found, note.root), "path");
  };
  const readLeaf = (bytes) => {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const leaf = JSON.parse(text);
    const names = Object.keys(leaf).sort().join();
    need(names === "event_hash,jcs_sha256,key_id,prev,sig,v" && leaf.v === 1, "damaged");
    need(canonical(leaf) === text, "damaged");
    return leaf;
  };
  const checkLeaf = async (leaf, about) => {
    const message = encoder.encode(canonical(about));
    need(hex(await sha256(message)) === leaf.jcs_sha256, "changed");
    need(await isSigned(publicKey(leaf.key_id), message, unbase64(leaf.sig)), "signature");
  };

  /* ---- whose key it is, told by the log's own entries ---- */
  class Keys {
    constructor() { this.known = new Map(); }
    begin(index, told) {
      need(!this.known.has(told.key), "key_history");
      const party = told.party ? told.party.name : "";
      const number = told.party ? told.party.number : 0;
      this.known.set(told.key, { role: told.role, party, number, until: null });
    }
    end(key, index) {
      const owned = this.known.get(key);
      need(owned && owned.until === null, "key_history");
      owned.until = index;
    }
    isOperator(key) {
      const owned = this.known.get(key);
      return Boolean(owned) && owned.role === "operator" && owned.until === null;
    }
    hear(index, told, signer) {
      const isFirst = ![...this.known.values()].some((one) => one.role === "operator");
      if (told.type === "KeyRegistration") {
        const isOwnFirst = isFirst && told.role === "operator" && told.key === signer;
        need(isOwnFirst || this.isOperator(signer), "key_history");
        this.begin(index, told);
      } else if (told.type === "KeyRotation") {
        const owned = this.known.get(told.old);
        const isSame = owned && owned.role === told.role
          && owned.number === (told.party ? told.party.number : 0);
        need(signer === told.old && isSame, "key_history");
        this.end(told.old, index);
        this.begin(index, told);
      } else {
        need(told.type === "KeyRevocation" && this.isOperator(signer), "key_history");
        this.end(told.key, index);
      }
    }
    owner(index, key) {
      const owned = this.known.get(key);
      need(owned && owned.role !== "log", "unknown_key");
      need(owned.until === null || index <= owned.until, "ended_key");
      return owned.role === "party" ? owned.party : say("platform");
    }
  }

  /* ---- files ---- */
  const verifyBundle = async (file, trusted, report) => {
    const logs = trusted.length ? trusted : readKeys(file.log.keys);
    if (!trusted.length) report.notes.push(say("key_from_file"));
    const entries = file.entries
      .map((entry) => ({ proof: readProof(entry.proof), event: entry.event, told: entry.statement }))
      .sort((one, other) => one.proof.index - other.proof.index);
    const keys = new Keys();
    const notes = new Map();
    for (const { proof, event, told } of entries) {
      const about = event || told;
      const name = about.eventID || about.type;
      try {
        await checkPath(proof, logs);
        const leaf = readLeaf(proof.extra);
        await checkLeaf(leaf, about);
        if (told) keys.hear(proof.index, told, leaf.key_id);
        else report.right.push(say("entry", { index: proof.index, what: words[`step_${about.bizStep}`] || about.bizStep || about.type, day: String(about.eventTime).slice(0, 10).split("-").reverse().join("/"), who: keys.owner(proof.index, leaf.key_id) }));
        notes.set(proof.note.body, proof.note);
      } catch (error) {
        report.wrong.push(`${say("entry_wrong", { index: proof.index, name })} ${error.message}`);
      }
    }
    if (file.waiting && file.waiting.length) report.notes.push(say("waiting", { count: file.waiting.length }));
    await tellWitnesses([...notes.values()], readKeys(file.log.witnesses || []), report);
    if (file.about && file.about.page) report.about = file.about.page;
  };
  const tellWitnesses = async (notes, witnesses, report) => {
    const names = new Set();
    for (const note of notes) for (const key of await signers(note, witnesses)) names.add(key.name);
    for (const note of notes) report.checkpoint = `${note.origin} · ${note.size}`;
    if (names.size) report.right.push(say("witnessed", { names: [...names].join(", ") }));
    else report.notes.push(say("no_witness"));
  };
  const verifyProof = async (text, trusted, report) => {
    need(trusted.length, "need_log_key");
    const proof = readProof(text);
    need(proof.extra.length, "no_entry");
    await checkPath(proof, trusted);
    const leaf = readLeaf(proof.extra);
    report.right.push(say("in_log", { index: proof.index, size: proof.note.size }));
    report.notes.push(`${leaf.event_hash} · ${leaf.key_id}`);
  };
  const verifyCredential = async (file, report) => {
    const { proofValue, ...config } = file.proof;
    const { proof: _proof, ...bare } = file;
    need(config.type === "DataIntegrityProof" && config.cryptosuite === "eddsa-jcs-2022" && config.proofPurpose === "assertionMethod", "no_proof");
    const [did, fragment] = String(config.verificationMethod).split("#");
    need(did.startsWith("did:key:") && (!fragment || `did:key:${fragment}` === did), "no_key");
    const message = join(
      await sha256(encoder.encode(canonical(config))),
      await sha256(encoder.encode(canonical(bare))),
    );
    need(String(proofValue).startsWith("z"), "signature");
    need(await isSigned(publicKey(did.slice(8)), message, unbase58(proofValue.slice(1))), "signature");
    const issuer = typeof file.issuer === "object" ? file.issuer.id : file.issuer;
    need(issuer === did, "issuer");
    report.right.push(say("credential", { who: (file.issuer && file.issuer.name) || did }));
    report.notes.push(did);
  };
  const verify = async (text) => {
    const report = { right: [], wrong: [], notes: [] };
    try {
      const trusted = readKeys(document.getElementById("log-key").value.split("\n"));
      if (text.startsWith(HEADER)) await verifyProof(text, trusted, report);
      else {
        let file;
        try { file = JSON.parse(text); } catch (error) { throw new Wrong("unknown_file"); }
        if (file && file.format === "soctrangtrade-proof/1") await verifyBundle(file, trusted, report);
        else if (file && file.proof) await verifyCredential(file, report);
        else throw new Wrong("unknown_file");
      }
    } catch (error) {
      report.wrong.push(error instanceof Wrong ? error.message : say("damaged"));
    }
    return report;
  };

  /* ---- the page ---- */
  const result = document.getElementById("result");
  const list = (lines, kind) => {
    const made = document.createElement("ul");
    made.className = kind;
    for (const line of lines) {
      const item = document.createElement("li");
      item.textContent = line;
      made.append(item);
    }
    return made;
  };
  const show = (report) => {
    const isRight = report.right.length > 0 && report.wrong.length === 0;
    const verdict = document.createElement("h2");
    verdict.textContent = say(isRight ? "verdict_right" : report.wrong.length ? "verdict_wrong" : "verdict_nothing");
    result.className = isRight ? "box good" : "box bad";
    result.replaceChildren(verdict);
    if (report.about) result.append(list([report.about], "about"));
    if (report.wrong.length) result.append(list(report.wrong, "wrong"));
    if (report.right.length) result.append(list(report.right, "right"));
    if (report.checkpoint) report.notes.unshift(say("checkpoint", { name: report.checkpoint }));
    if (report.notes.length) result.append(list(report.notes, "notes"));
    result.hidden = false;
    result.focus();
  };
  const check = async (text) => {
    result.hidden = true;
    if (!(await canCheck())) show({ right: [], wrong: [say("no_crypto")], notes: [] });
    else show(await verify(text));
  };
  const read = async (file) => {
    if (!file) return;
    if (file.size > 20_000_000) show({ right: [], wrong: [say("too_big")], notes: [] });
    else {
      const text = await file.text();
      await check(text);
    }
  };
  document.getElementById("tool").hidden = false;
  document.getElementById("file").addEventListener("change", (event) => read(event.target.files[0]));
  document.getElementById("check").addEventListener("click", () => {
    const text = document.getElementById("text").value;
    check(text.trimStart().startsWith("{") ? text : `${text.trim()}\n`);
  });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    read(event.dataTransfer.files[0]);
  });
})();
