story Hired again in a higher grade: probation like anybody

2010-03-02 hired Nop grade=9 probation_months=0 born=1985-01-01
2010-03-02 hired Gat grade=9 probation_months=0 born=1985-01-01
2020-03-02 resigned Nop
2020-03-02 resigned Gat
2024-03-04 hired Nop grade=7 route=rehire
2024-03-04 hired Gat grade=9 route=rehire
record Nop as of 2024-03-04
  status probation
  probation_until 2024-09-04
record Gat as of 2024-03-04
  status active
