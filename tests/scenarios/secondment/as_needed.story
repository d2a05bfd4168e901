story Training, posts abroad and a quota in the own table of the host: as long as it takes
covers secondment_max 5 1949-08-12
covers secondment_max 6 1949-08-12
covers secondment_max quota_in_host 1949-08-12

2015-03-02 hired Hun grade=6 probation_months=0 born=1985-01-01
2015-03-02 hired Gug grade=6 probation_months=0 born=1985-01-01
2015-03-02 hired Jik grade=6 probation_months=0 born=1985-01-01
2018-03-02 seconded Hun host=Academy ground=5 until=2024-03-02
2018-03-02 seconded Gug host=OECD ground=6 until=2024-03-02
2018-03-02 seconded Jik host=BH ground=quota_in_host until=2024-03-02
2024-03-02 secondment_extended Hun until=2030-03-02
2024-03-02 secondment_extended Gug until=2030-03-02
2024-03-02 secondment_extended Jik until=2030-03-02
