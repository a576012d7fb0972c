"""What a person decided about each built-in case; everything else is computed from raw data."""

from case_cold_war import COLD_WAR_1947
from case_europe import EUROPE_1890, EUROPE_1930
from case_iraq import IRAQ_1990
from case_napoleon import NAPOLEON_1803

SPECS = (EUROPE_1890, EUROPE_1930, NAPOLEON_1803, COLD_WAR_1947, IRAQ_1990)
