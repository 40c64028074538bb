import { createContext, useContext } from 'react';

/** The places in the path of the page that is shown: `{ number: '1458' }`. */
export const ParamsContext = createContext<Record<string, string>>({});

export const useParam = (name: string): string => useContext(ParamsContext)[name] ?? '';
