<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Laravel;

use Cartwright\Tests\Support\FacadeDoc;
use Cartwright\Tests\Support\LaravelTestCase;
use Illuminate\Support\Facades\Facade;
use MasyukAI\Cart\CartManager;
use MasyukAI\Cart\Facades\Cart;
use Mockery;
use PHPUnit\Framework\Attributes\Test;

final class CartFacadeTest extends LaravelTestCase
{
    #[Test]
    public function itSpeaksToTheManager(): void
    {
        $this->assertInstanceOf(CartManager::class, Cart::getFacadeRoot());
        $this->assertSame('a', Cart::add('a', 'A', 10)->id);
        $this->assertSame(1, $this->app->make('cart')->count());
    }

    #[Test]
    public function withoutAnApplicationItIsAnError(): void
    {
        Facade::setFacadeApplication(null);
        Facade::clearResolvedInstances();

        $this->expectException(\Error::class);

        Cart::count();
    }

    #[Test]
    public function twoNamesSwapTwoCarts(): void
    {
        Cart::getCartInstance('default', 'old')->add('a', 'A', 10);

        $this->assertTrue(Cart::swap('old', 'new'));
        $this->assertTrue(Cart::swap(oldIdentifier: 'new', newIdentifier: 'newest', instance: 'default'));
        $this->assertFalse(Cart::swap('old', 'new'));
        $this->assertSame(1, Cart::getCartInstance('default', 'newest')->count());
        $this->assertInstanceOf(CartManager::class, $this->app->make('cart'));
    }

    #[Test]
    public function anObjectTakesThePlaceOfTheManager(): void
    {
        $double = new class () {
            public function count(): int
            {
                return 42;
            }
        };

        $this->assertNull(Cart::swap($double));

        $this->assertSame(42, Cart::count());
        $this->assertSame($double, $this->app->make('cart'));
    }

    #[Test]
    public function laravelsExpectationsWork(): void
    {
        Cart::shouldReceive('total')->once()->andReturn('expected');
        $this->assertSame('expected', Cart::total());
        Mockery::close();
    }

    #[Test]
    public function laravelsSpiesWork(): void
    {
        $spy = Cart::spy();
        Cart::remove('a');
        $spy->shouldHaveReceived('remove')->with('a');
        $this->addToAssertionCount(1);
        Mockery::close();
    }

    #[Test]
    public function itsDocCommentListsTheMethodsThatItReaches(): void
    {
        $this->assertSame(FacadeDoc::lines(), FacadeDoc::written(), 'Run make generate');
    }
}
