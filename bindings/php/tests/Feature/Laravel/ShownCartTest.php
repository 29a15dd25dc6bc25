<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Laravel;

use Cartwright\Http\Resources\CartResource;
use Cartwright\Tests\Support\LaravelTestCase;
use Illuminate\Http\Request;
use Illuminate\Support\ServiceProvider;
use MasyukAI\Cart\CartServiceProvider;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Facades\Cart;
use PHPUnit\Framework\Attributes\Test;

/**
 * A cart as JSON and as a page.
 */
final class ShownCartTest extends LaravelTestCase
{
    #[Test]
    public function aCartIsJson(): void
    {
        Cart::add('shirt', 'T-Shirt', 1999, 2, ['size' => 'L']);
        Cart::addCondition(new CartCondition('SALE', 'discount', 'total', '-10%'));

        $json = json_decode((new CartResource($this->app->make('cart')))->toResponse(new Request())->getContent(), true)['data'];

        $this->assertSame([
            'instance' => 'default',
            'items' => [[
                'id' => 'shirt',
                'name' => 'T-Shirt',
                'quantity' => 2,
                'attributes' => ['size' => 'L'],
                'conditions' => [],
                'price' => ['amount' => 1999, 'formatted' => '$19.99'],
                'subtotal' => ['amount' => 3998, 'formatted' => '$39.98'],
            ]],
            'conditions' => [['name' => 'SALE', 'type' => 'discount', 'target' => 'total', 'value' => '-10%']],
            'quantity' => 2,
            'count' => 1,
            'is_empty' => false,
            'currency' => 'USD',
            'subtotal' => ['amount' => 3998, 'formatted' => '$39.98'],
            'savings' => ['amount' => 399.8, 'formatted' => '$4.00'],
            'total' => ['amount' => 3598.2, 'formatted' => '$35.98'],
        ], $json);
    }

    #[Test]
    public function whoseCartItIsIsNotToldToThePage(): void
    {
        Cart::add('shirt', 'T-Shirt', 1999);

        $json = (string) json_encode(new CartResource(Cart::getCurrentCart()));

        $this->assertStringNotContainsString(Cart::getIdentifier(), $json);
    }

    #[Test]
    public function anEmptyCartIsAListAndNotNothing(): void
    {
        $json = (string) json_encode(new CartResource(Cart::getCurrentCart()));

        $this->assertStringContainsString('"items":[],"conditions":[],"quantity":0', $json);
    }

    #[Test]
    public function aCartIsAPage(): void
    {
        Cart::add('shirt', 'T-Shirt <b>', 1999, 2);
        Cart::addCondition(new CartCondition('SALE', 'discount', 'total', '-10%'));

        $page = view('cart::cart')->render();

        $this->assertStringContainsString('T-Shirt &lt;b&gt;', $page);
        $this->assertStringContainsString('<td>$39.98</td>', $page);
        $this->assertStringContainsString('<td>-10%</td>', $page);
        $this->assertStringContainsString('<td>$35.98</td>', $page);
    }

    #[Test]
    public function anotherCartCanBeShown(): void
    {
        $wishes = Cart::getCartInstance('wishlist');
        $wishes->add('hat', 'Hat', 500);

        $this->assertStringContainsString('Hat', view('cart::cart', ['cart' => $wishes])->render());
        $this->assertStringContainsString('Your cart is empty.', view('cart::cart')->render());
    }

    #[Test]
    public function thePageCanBePublished(): void
    {
        $this->assertSame(
            [resource_path('views/vendor/cart')],
            array_values(ServiceProvider::pathsToPublish(CartServiceProvider::class, 'cart-views')),
        );
    }
}
