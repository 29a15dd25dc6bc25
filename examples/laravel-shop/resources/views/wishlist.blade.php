@extends('layouts.shop')

@section('title', 'Your wishlist')

@section('content')
@if ($items->isEmpty())
  <p class="card empty">Nothing is on it. <a href="{{ route('shop') }}">Look around</a></p>
@else
  <section class="items card" aria-label="Wishes">
    <ul>
@foreach ($items as $item)
@component('cart.line', ['item' => $item])
@slot('actions')
          <form method="post" action="{{ route('wishlist.move', $item->id) }}">@csrf<button>Into the cart</button></form>
          <form method="post" action="{{ route('wishlist.remove', $item->id) }}">@csrf @method('delete')<button class="quiet">Remove</button></form>
@endslot
@endcomponent
@endforeach
    </ul>
  </section>
@endif
@endsection
