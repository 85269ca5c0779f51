import { main } from "./program/main.ts";

void main(process.argv.slice(2));
