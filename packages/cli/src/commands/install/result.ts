export { install as result } from "../../result/change.ts";
