'use client';
import { useEffect, useState } from 'react';

/** A value once it has stood still for so long: what somebody types is not asked for letter by letter. */
export function useDelayed<Value>(value: Value, delayMs = 300): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return settled;
}
