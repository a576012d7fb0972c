"""The dashboard's server: `westphalia serve`. On this machine alone, unless asked."""
