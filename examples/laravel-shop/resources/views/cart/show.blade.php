@extends('layouts.shop')

@section('title', 'Your cart')
@section('layout', 'two')
@section('subtitle', $items->count() . ' products, ' . $items->getTotalQuantity() . ' pieces')

@section('content')
@if ($items->isEmpty())
  <p class="card empty">Your cart is empty. <a href="{{ route('shop') }}">Look around</a></p>
@else
  <section class="items card" aria-labelledby="items">
    <h2 id="items" class="unseen">Items</h2>
    <ul>
@foreach ($items as $item)
@component('cart.line', ['item' => $item])
@slot('actions')
          <form method="post" action="{{ route('cart.update', $item->id) }}">
            @csrf @method('patch')
            <label class="unseen" for="quantity-{{ $item->id }}">Quantity</label>
            <input id="quantity-{{ $item->id }}" type="number" name="quantity" value="{{ $item->quantity }}" min="0">
            <button class="quiet">Change</button>
          </form>
          <form method="post" action="{{ route('cart.remove', $item->id) }}">@csrf @method('delete')<button class="quiet">Remove</button></form>
@endslot
@endcomponent
@endforeach
    </ul>
  </section>
@endif

  <section class="summary card" aria-labelledby="summary">
@include('cart.summary')
    <p class="note">Every step is exact; amounts are shown to the cent.</p>
    <form method="post" action="{{ route('coupons.redeem') }}">
      @csrf
      <label class="unseen" for="code">Coupon</label>
      <input id="code" name="code" placeholder="{{ implode(', ', array_keys(config('shop.coupons'))) }}" required>
      <button class="quiet">Redeem</button>
    </form>
@foreach ($coupons as $code => $coupon)
    <form method="post" action="{{ route('coupons.return', $code) }}" data-coupon="{{ $code }}">
      @csrf @method('delete')
      <span>{{ $code }} <span class="badge {{ $coupon['applies'] ? 'good' : '' }}">{{ $coupon['applies'] ? 'applies' : 'does not apply now' }}</span></span>
      <button class="quiet">Take off</button>
    </form>
@endforeach
@if ($items->isNotEmpty())
    <a class="button" href="{{ route('checkout') }}">Check out</a>
    <form method="post" action="{{ route('cart.clear') }}">@csrf @method('delete')<button class="quiet">Empty the cart</button></form>
@endif
  </section>

@if ($journal->isNotEmpty())
@include('cart.journal')
@endif
@endsection
