class Ops(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  _is_full_backward_hook : Optional[bool]
  def attention(self: __torch__.Ops,
    query: Tensor,
    key: Tensor,
    value: Tensor) -> Tensor:
    return torch.scaled_dot_product_attention(query, key, value)
  def linear_bf16(self: __torch__.Ops,
    input: Tensor,
    weight: Tensor,
    bias: Tensor) -> Tensor:
    result = torch.linear(torch.to(input, 15), torch.to(weight, 15), torch.to(bias, 15))
    return torch.to(result, 6)
  def adamw(self: __torch__.Ops,
    parameters: List[Tensor],
    gradients: List[Tensor],
    first: List[Tensor],
    second: List[Tensor],
    steps: List[Tensor],
    lr: float,
    beta1: float,
    beta2: float,
    eps: float,
    weight_decay: float) -> Tensor:
    none = annotate(List[Tensor], [])
    torch._fused_adamw_(parameters, gradients, first, second, none, steps, lr=lr, beta1=beta1, beta2=beta2, weight_decay=weight_decay, eps=eps, amsgrad=False, maximize=False)
    return steps[0]
  def amsgrad(self: __torch__.Ops,
    parameters: List[Tensor],
    gradients: List[Tensor],
    first: List[Tensor],
    second: List[Tensor],
    largest: List[Tensor],
    steps: List[Tensor],
    lr: float,
    beta1: float,
    beta2: float,
    eps: float,
    weight_decay: float) -> Tensor:
    torch._fused_adamw_(parameters, gradients, first, second, largest, steps, lr=lr, beta1=beta1, beta2=beta2, weight_decay=weight_decay, eps=eps, amsgrad=True, maximize=False)
    return steps[0]
  def move_towards(self: __torch__.Ops,
    targets: List[Tensor],
    sources: List[Tensor],
    weight: float) -> Tensor:
    torch._foreach_lerp_(targets, sources, weight)
    return targets[0]
  def clip_norm(self: __torch__.Ops,
    arrays: List[Tensor],
    limit: float) -> Tensor:
    norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(arrays, 2)), 2)
    factor = torch.clamp(torch.mul(torch.reciprocal(torch.add(norm, 1e-06)), limit), None, 1.)
    torch._foreach_mul_(arrays, factor)
    return norm
  def zero(self: __torch__.Ops,
    arrays: List[Tensor]) -> Tensor:
    torch._foreach_zero_(arrays)
    return arrays[0]
  def eigh(self: __torch__.Ops,
    matrices: Tensor) -> Tuple[Tensor, Tensor]:
    return torch.linalg_eigh(matrices, "L")
  def multinomial(self: __torch__.Ops,
    weights: Tensor,
    draws: int) -> Tensor:
    return torch.multinomial(weights, draws, False)
