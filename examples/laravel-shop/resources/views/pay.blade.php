@extends('layouts.shop')

@section('title', 'Payment')

@section('content')
  <form class="card form" method="post" action="{{ route('pay', $order->id) }}">
    @csrf
    <h2>{{ App\Pages\Amount::of(Akaunting\Money\Money::USD($order->amount)) }}</h2>
    <p>Everything is held for you until {{ $order->expires_at->format('H:i') }} UTC.</p>
    <button name="card" value="good">Pay</button>
    <button class="quiet" name="card" value="declined">Pay with a card that is declined</button>
    <p class="note">This is an example: no money is moved and nothing is sent.</p>
  </form>
@endsection
