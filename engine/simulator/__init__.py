"""The simulator: a host of `handle` in memory with a clock that is moved; the same script gives the same answer, byte for byte."""
