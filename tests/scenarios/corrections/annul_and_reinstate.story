story An act annulled and brought back, with its rectification, is as if nothing had been done

2024-02-01 hired An grade=8 step=1 probation_months=0 born=1990-01-01
2024-06-03 transferred An unit=HQ post=HQ-1 ->move
2024-06-10 rectified An target=@move 'data={"post":"HQ-2"}'
2024-07-01 annulled An target=@move ground=mistake
2024-08-01 reinstated_act An target=@move
# What is not annulled is not brought back.
2024-08-02 reinstated_act An target=@move
refused correction.target_unknown
record An as of 2024-06-03 known at 2024-06-09
  post HQ-1
record An as of 2024-06-03 known at 2024-06-30
  post HQ-2
  post_since 2024-06-03
record An as of 2024-06-03 known at 2024-07-31
  post null
record An as of 2024-06-03
  post HQ-2
  post_since 2024-06-03
