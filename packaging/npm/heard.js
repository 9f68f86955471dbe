#!/usr/bin/env node
// Starts the program of the package for this platform.
"use strict";
const { spawnSync } = require("node:child_process");

const name = `heard-${process.platform}-${process.arch}`;
let program;
try {
  program = require.resolve(`${name}/heard${process.platform === "win32" ? ".exe" : ""}`);
} catch {
  console.error(`error: there is no package ${name}, or it was left out (npm install --omit=optional)
  = help: \`cargo install heard\` builds the program for any platform that Rust knows`);
  process.exit(2);
}
const { error, signal, status } = spawnSync(program, process.argv.slice(2), { stdio: "inherit" });
if (error) {
  console.error(`error: can't start ${program}: ${error.message}`);
  process.exit(2);
}
if (signal) process.kill(process.pid, signal);
process.exit(status ?? 2);
