@extends('layouts.shop')

@section('title', 'Checkout')
@section('layout', 'two')

@section('content')
  <div class="steps">
    <form class="card form" method="post" action="{{ route('shipping') }}">
      @csrf
      <h2>Shipping</h2>
@foreach ($ways as $way => $shipping)
      <label><input type="radio" name="method" value="{{ $way }}" @checked($way === $method)> {{ $shipping['name'] }} {{ Akaunting\Money\Money::USD((int) $shipping['value'])->format() }}</label>
@endforeach
      <button class="quiet">Choose</button>
    </form>
    <form class="card form" method="post" action="{{ route('checkout.order') }}">
      @csrf
      <h2>Address</h2>
      <label for="name">Name</label>
      <input id="name" name="name" value="{{ old('name', auth()->user()?->name) }}" required>
      <label for="address">Address</label>
      <textarea id="address" name="address" rows="3" required>{{ old('address') }}</textarea>
      <button>Order</button>
      <p class="note">What you order is held for you while you pay.</p>
    </form>
  </div>
  <section class="summary card" aria-labelledby="summary">
@include('cart.summary')
    <ul class="note">
@foreach ($items as $item)
      <li>{{ $item->quantity }} × {{ $item->name }}</li>
@endforeach
    </ul>
  </section>
@endsection
