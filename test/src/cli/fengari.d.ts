/** The parts of fengari (Lua 5.3 in JavaScript) that tests use; it brings no types. */
declare module "fengari" {
  type State = { readonly lua: unique symbol };
  export const lauxlib: {
    luaL_newstate(): State;
    /** @returns `lua.LUA_OK`, or another number with the reason on top of the stack */
    luaL_dostring(state: State, text: Uint8Array): number;
  };
  export const lualib: { luaL_openlibs(state: State): void };
  export const lua: {
    readonly LUA_OK: number;
    lua_getglobal(state: State, name: Uint8Array): number;
    lua_isstring(state: State, index: number): boolean;
    lua_toboolean(state: State, index: number): boolean;
    lua_tostring(state: State, index: number): Uint8Array | null;
    lua_tojsstring(state: State, index: number): string | null;
    lua_pop(state: State, count: number): void;
  };
  export function to_luastring(text: string): Uint8Array;
}
