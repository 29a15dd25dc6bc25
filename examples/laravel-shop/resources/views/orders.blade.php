@extends('layouts.shop')

@section('title', 'Your orders')

@section('content')
@forelse ($orders as $order)
  <section class="card empty">
    <h2>Order {{ $order->id }}</h2>
    <p>{{ count($order->content['items']) }} products, {{ App\Pages\Amount::of(Akaunting\Money\Money::USD($order->total)) }}, for {{ $order->name }}</p>
  </section>
@empty
  <p class="card empty">You have ordered nothing yet.</p>
@endforelse
@endsection
