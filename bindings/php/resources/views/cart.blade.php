{{--
    A cart as a table: @include('cart::cart') shows the current one, @include('cart::cart', ['cart' => $wishlist]) another.
    Publish it with the tag cart-views to make it your own.
--}}
@php
    $cart ??= \MasyukAI\Cart\Facades\Cart::getCurrentCart();
    $items = $cart->getItems();
@endphp
@if ($items->isEmpty())
    <p class="cart-empty">{{ __('Your cart is empty.') }}</p>
@else
    <table class="cart">
        <thead>
            <tr>
                <th scope="col">{{ __('Item') }}</th>
                <th scope="col">{{ __('Price') }}</th>
                <th scope="col">{{ __('Quantity') }}</th>
                <th scope="col">{{ __('Subtotal') }}</th>
            </tr>
        </thead>
        <tbody>
            @foreach ($items as $item)
                <tr class="cart-item">
                    <th scope="row">{{ $item->name }}</th>
                    <td>{{ $item->getPrice()->format() }}</td>
                    <td>{{ $item->quantity }}</td>
                    <td>{{ $item->getSubtotal()->format() }}</td>
                </tr>
            @endforeach
        </tbody>
        <tfoot>
            <tr class="cart-subtotal">
                <th scope="row" colspan="3">{{ __('Subtotal') }}</th>
                <td>{{ $cart->subtotal()->format() }}</td>
            </tr>
            @foreach ($cart->getConditions() as $condition)
                <tr class="cart-condition">
                    <th scope="row" colspan="3">{{ $condition->getName() }}</th>
                    <td>{{ $condition->getValue() }}</td>
                </tr>
            @endforeach
            <tr class="cart-total">
                <th scope="row" colspan="3">{{ __('Total') }}</th>
                <td>{{ $cart->total()->format() }}</td>
            </tr>
        </tfoot>
    </table>
@endif
