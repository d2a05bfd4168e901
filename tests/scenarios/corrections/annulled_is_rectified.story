story An annulled act is rectified without effect until it is brought back

2020-01-01 hired An grade=7 step=3 probation_months=0 born=1990-01-01
2024-02-01 transferred An unit=HQ post=HQ-1 ->move
2024-03-04 annulled An target=@move ground=mistake
2024-03-05 rectified An target=@move 'data={"post":"HQ-2"}'
record An as of 2024-03-05 known at 2024-03-05
  post null
2024-03-06 reinstated_act An target=@move
record An as of 2024-03-06
  post HQ-2
