story The minimum stay of the Senior Civil Service is two years
covers min_stay - 1949-08-12

2020-03-02 hired Ireun grade=null series=null probation_months=0 post=HQ-1 born=1970-01-01
2020-03-02 hired Ttae grade=null series=null probation_months=0 post=HQ-2 born=1970-01-01
2022-03-01 transferred Ireun unit=HQ post=HQ-11
2022-03-02 transferred Ttae unit=HQ post=HQ-12
audit rule transfer.minimum_stay
  finding transfer.minimum_stay Ireun
  no finding transfer.minimum_stay Ttae
