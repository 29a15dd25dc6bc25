@extends('layouts.shop')

@section('title', 'Prices')

@section('content')
  <form class="card form" method="post" action="{{ route('prices') }}">
    @csrf
    @method('PATCH')
@foreach ($products as $product)
    <label for="price-{{ $product->id }}">{{ $product->name }}</label>
    <input id="price-{{ $product->id }}" name="prices[{{ $product->id }}]" value="{{ sprintf('%d.%02d', intdiv($product->price, 100), $product->price % 100) }}" inputmode="decimal" pattern="\d{1,6}\.\d{2}" required>
@endforeach
    <button>Change</button>
    <p class="note">From then on nobody sees the old ones.</p>
  </form>
@dataVersion(['message' => 'Somebody else has changed the prices', 'button' => 'Show them'])
@endsection
