"""Small folders of data, and the folder of real data if there is one."""

from pathlib import Path

from westphalia.records.check_folder import check_folder

STATES = """\
ccode,stateabb,statenme,start,end
2,USA,United States of America,1816-01-01,2016-12-31
20,CAN,Canada,1920-01-10,2016-12-31
200,UKG,United Kingdom,1816-01-01,2016-12-31
220,FRN,France,1816-01-01,1942-11-11
220,FRN,France,1944-08-25,2016-12-31
255,GMY,Germany,1816-01-01,1945-05-08
300,AUH,Austria-Hungary,1816-01-01,1918-11-12
"""


NMC = """\
ccode,year,milex,milper,irst,pec,tpop,upop,cinc
2,1914,200000,164,23513,700000,99111,22785,0.2
200,1914,350000,800,7970,300000,46049,17450,0.138
220,1914,,850,4800,90000,41630,,0.075
"""


#: The same content as the originals come: file, text, the canonical file, its text.
LAYOUTS = {
    "states": (
        "states2016.csv",
        "stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version\n"
        "USA,2,United States of America,1816,1,1,2016,12,31,2016\n"
        'CAN,20,"Canada",1920,1,10,2016,12,31,2016\n',
        "states.csv",
        "ccode,stateabb,statenme,start,end\n"
        "2,USA,United States of America,1816-01-01,2016-12-31\n"
        "20,CAN,Canada,1920-01-10,2016-12-31\n",
    ),
    "major_powers": (
        "majors2016.csv",
        "stateabb,ccode,styear,stmonth,stday,endyear,endmonth,endday,version\n"
        "USA,2,1898,8,13,2016,12,31,2016\n",
        "major_powers.csv",
        "ccode,stateabb,start,end\n2,USA,1898-08-13,2016-12-31\n",
    ),
    "nmc": (
        "NMC-70-abridged.csv",
        "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version\r\n"
        "USA,2,1914,200000,164,23513,700000,99111,22785,.2,2025\r\n"
        "UKG,200,1914,350000,800,7970,300000,46049,17450,.138,2025\r\n"
        "FRN,220,1914,-9,850,4800,90000,41630,-9,.075,2025\r\n",
        "nmc_v7.csv",
        NMC,
    ),
    "trade": (
        "Dyadic_COW_4.0.csv",
        "ccode1,ccode2,year,importer1,importer2,flow1,flow2,smoothflow1,smoothflow2,"
        "smoothtotrade,version\n"
        "2,200,1913,United States of America,United Kingdom,272,642,272,642,914,4\n"
        "2,220,1913,United States of America,France,-9,161,0,161,161,4\n",
        "trade_v4_dyadyear.csv",
        "ccode1,ccode2,year,flow1,flow2,smoothflow1,smoothflow2\n"
        "2,200,1913,272,642,272,642\n"
        "2,220,1913,,161,0,161\n",
    ),
    "trade_national": (
        "National_COW_4.0.csv",
        "ccode,statename,stateabb,year,imports,exports,alt_imports,alt_exports,version\n"
        "2,United States of America,USA,1913,1756.9,-9,-9,-9,4\n",
        "trade_v4_stateyear.csv",
        "ccode,year,imports,exports\n2,1913,1756.9,\n",
    ),
    "igo": (
        "dyadic_formatv3.csv",
        "ccode1,country1,ccode2,country2,year,dyadid,"
        + ",".join(f"IGO{k}" for k in range(30))
        + "\n2,usa,20,canada,1950,2020,"
        + ",".join(["1", "0", "-1", "-9", "1"] * 6)
        + "\n2,usa,220,france,1850,2220,"
        + ",".join(["0"] * 30)
        + "\n",
        "igo_v3_joint_dyadyear.csv",
        "ccode1,ccode2,year,dyadigos\n2,20,1950,12\n",
    ),
    "atop": (
        "atop5_1ddyr.csv",
        "ddyad,stateA,stateB,year,atopally,defense,offense,neutral,nonagg,consul,version\n"
        "255300,255,300,1914,1,1,0,1,0,0,5.1\n",
        "atop51_directed_dyadyear.csv",
        "ccode1,ccode2,year,defense,offense,neutral,nonagg,consul\n255,300,1914,1,0,1,0,0\n",
    ),
    "mid_gml_disputes": (
        "gml-mida-2.2.1.csv",
        "dispnum,stday,stmon,styear,endday,endmon,endyear,outcome,settle,fatality,fatalpre,"
        "maxdur,mindur,hiact,hostlev,recip,numa,numb,ongo2010,version\n"
        "257,28,7,1914,11,11,1918,1,2,6,8500000,1568,1568,20,5,1,13,6,0,2.2.1\n",
        "mid_gml221_disputes.csv",
        "dispnum,styear,stmon,outcome,settle,fatality,mindur,maxdur,hiact,hostlev,recip\n"
        "257,1914,7,1,2,6,1568,1568,20,5,1\n",
    ),
    "wars": (
        "Inter-StateWarData_v4.0.csv",
        "WarNum,WarName,WarType,ccode,StateName,Side,StartMonth1,StartDay1,StartYear1,EndMonth1,"
        "EndDay1,EndYear1,StartMonth2,StartDay2,StartYear2,EndMonth2,EndDay2,EndYear2,TransFrom,"
        "WhereFought,Initiator,Outcome,TransTo,BatDeath,Version\r"
        '106,"World War I",1,255,Germany,2,8,1,1914,11,11,1918,-8,-8,-8,-8,-8,-8,-8,11,2,2,-8,'
        "1773700,4\r",
        "war_interstate_v4_participants.csv",
        "WarNum,WarName,WarType,ccode,StateName,Side,StartMonth1,StartDay1,StartYear1,EndMonth1,"
        "EndDay1,EndYear1,StartMonth2,StartDay2,StartYear2,EndMonth2,EndDay2,EndYear2,TransFrom,"
        "WhereFought,Initiator,Outcome,TransTo,BatDeath,Version\n"
        "106,World War I,1,255,Germany,2,8,1,1914,11,11,1918,-8,-8,-8,-8,-8,-8,-8,11,2,2,-8,"
        "1773700,4\n",
    ),
    "contiguity": (
        "contdir.csv",
        "dyad,statelno,statelab,statehno,statehab,conttype,begin,end,notes,version\n"
        '2020,2,"USA",20,"CAN",1,192001,201612,"a\nnote, in two lines",3.2\n',
        "contiguity.csv",
        "ccode1,ccode2,conttype,start,end\n2,20,1,1920-01-01,2016-12-01\n",
    ),
    "leaders": (
        "1March_Archigos_4.1.txt",
        "obsid\tleadid\tccode\tidacr\tleader\tstartdate\tenddate\tentry\texit\texitcode\tgender\t"
        "yrborn\n"
        "USA-1869\tx\t2\tUSA\tGrant, U.\t1869-03-04\t1877-03-04\tRegular\tUnknown\tUnknown\t"
        "M\t1822\n"
        "USA-1877\ty\t2\tUSA\tHayes\t1877-03-04\t1881-03-04\tRegular\tRegular\tRegular\tM\t-999\n",
        "leaders_archigos41.csv",
        "obsid,gwcode,leader,yrborn,gender,startdate,enddate,entry,exit,exitcode\n"
        'USA-1869,2,"Grant, U.",1822,M,1869-03-04,1877-03-04,Regular,Unknown,Unknown\n'
        "USA-1877,2,Hayes,,M,1877-03-04,1881-03-04,Regular,Regular,Regular\n",
    ),
}


def write(folder: Path, **files: str) -> Path:
    """A folder with these files; `__` in a name stands for the point."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_bytes(text.encode())
    return folder


def problems(folder: Path) -> list[str]:
    """Every problem of a folder, each place counted."""
    return [s for r in check_folder(folder) for p in r.problems for s in p.sentences()]


def kinds(folder: Path) -> set[str]:
    return {problem.kind for report in check_folder(folder) for problem in report.problems}


def swap(text: str, line: int, new: str) -> str:
    lines = text.splitlines()
    lines[line - 1] = new
    return "\n".join(lines) + "\n"
