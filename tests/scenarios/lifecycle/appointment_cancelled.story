story Hired by fraud: the appointment is cancelled back to the hire, and what was known then is still told

2022-03-02 hired Bu grade=9 probation_months=0 post=HQ-3 born=1998-01-01
2023-09-02 promoted Bu kind=ordinary grade=8
2024-03-04 trained Bu course=basic hours=35
2024-06-03 appointment_cancelled Ga ground=SPOA:45-3
refused person.unknown
2024-06-03 appointment_cancelled Bu ground=SPOA:45-3
2024-06-04 appointment_cancelled Bu ground=SPOA:45-3
refused correction.target_unknown
2024-06-04 transferred Bu unit=HQ post=HQ-4
refused person.unknown
record Bu as of 2024-06-01 known at 2024-06-02
  status active
  grade 8
  post HQ-3
record Bu as of 2024-06-03
  status none
  grade null
  post null
  says '"service":null'
  retires_on null
record Bu as of 2022-03-02
  status none
