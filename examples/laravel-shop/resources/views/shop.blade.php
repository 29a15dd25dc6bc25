@extends('layouts.shop')

@section('title', 'For cafés')

@section('content')
  <ul class="shelf">
@foreach ($products as $product)
    <li class="card product">
      <span class="picture" aria-hidden="true">{{ App\Pages\Picture::of($product->id) }}</span>
      <h2>{{ $product->name }}</h2>
      <p class="note">{{ $product->description }}</p>
      <p class="details">
@foreach ($product->details as $name => $detail)
        <span>{{ ucfirst($name) }} {{ $detail }}</span>
@endforeach
@if ($product->offer)
        <span class="badge good">{{ $product->offer_name }} {{ App\Pages\Amount::signed($product->offer) }}</span>
@endif
      </p>
      <p class="price">{{ $product->money()->format() }}</p>
      <form method="post" action="{{ route('cart.add') }}">
        @csrf
        <input type="hidden" name="product" value="{{ $product->id }}">
        <label class="unseen" for="quantity-{{ $product->id }}">Quantity</label>
        <input id="quantity-{{ $product->id }}" type="number" name="quantity" value="1" min="1">
        <button>Add to cart</button>
        <button class="quiet" formaction="{{ route('wishlist.add') }}">Wish</button>
      </form>
    </li>
@endforeach
  </ul>
@dataVersion(['message' => 'There are new prices', 'button' => 'Show them'])
@endsection
