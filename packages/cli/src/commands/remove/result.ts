export { change as result } from "../../result/change.ts";
