(** What of mathcomp everything here is written in: the whole of it takes longer to import than most certificates to check. *)
From mathcomp Require Export ssreflect ssrbool ssrfun eqtype ssrnat seq choice path div fintype tuple finfun bigop order.
From mathcomp Require Export ssralg ssrnum zmodp matrix.
