story A secondment begins once, is extended while it runs, and ends in a return or by itself

2020-03-02 hired Gan grade=7 probation_months=0 post=HQ-1 born=1990-01-01
2020-03-02 hired Seu grade=7 probation_months=0 post=HQ-2 born=1990-01-01
2023-03-02 returned Gan
refused state.not_seconded
2023-03-02 secondment_extended Gan until=2023-09-02
refused state.not_seconded
2023-03-02 seconded Gan host=PMO ground=2 until=2023-03-02
refused state.ends_before_start
2023-03-02 seconded Gan host=PMO ground=2 until=2024-03-02
2023-03-02 seconded Seu host=PMO ground=2 until=2024-03-02
2023-06-01 seconded Gan host=KDI ground=2 until=2024-03-02
refused state.seconded
2023-09-01 secondment_extended Gan until=2023-09-01
refused state.ends_before_start
# Promoted while seconded: allowed.
2023-09-04 promoted Gan kind=ordinary grade=6
2023-12-01 returned Gan unit=HQ
2023-12-02 returned Gan
refused state.not_seconded
2024-03-03 secondment_extended Seu until=2024-09-02
refused state.not_seconded
2024-03-04 seconded Seu host=KDI ground=2 until=2024-09-02
record Gan as of 2023-11-30
  seconded_to PMO
  grade 6
  unit HQ
  post HQ-1
record Gan as of 2023-12-01
  seconded_to null
  unit HQ
  post_since 2020-03-02          # the seat at home was never left
record Seu as of 2024-03-01
  seconded_to PMO
record Seu as of 2024-03-02
  seconded_to null
record Seu as of 2024-03-04
  seconded_to KDI
