// The server gives the library's own file under this name; it is not in this folder.
export * from 'lightweight-charts';
