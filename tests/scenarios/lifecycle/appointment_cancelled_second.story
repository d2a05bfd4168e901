story Of two employments the cancellation takes away the last one only

2010-01-04 hired Bu grade=9 probation_months=0 born=1980-01-01
2015-01-04 resigned Bu
2020-03-02 hired Bu grade=8 route=career probation_months=0
2024-06-03 appointment_cancelled Bu ground=SPOA:45-3
record Bu as of 2024-06-03
  status separated
  service 5y 0m 0d
record Bu as of 2012-01-04
  status active
  grade 9
