<?php

declare(strict_types=1);

namespace Tests\Feature;

use PHPUnit\Framework\Attributes\Test;
use Tests\Support\ShopTestCase;

/**
 * What a guest does in the shop, over HTTP.
 */
final class PurchaseTest extends ShopTestCase
{
    #[Test]
    public function theShopShowsWhatItSells(): void
    {
        $page = $this->browser()->get('/');

        $this->assertSame(200, $page->status);
        $this->assertContains('Coffee roaster, 5 kg', $page->texts('//h2'));
        $this->assertContains('$10,349.80', $page->texts('//p[@class="price"]'));
        $this->assertStringContainsString('.shelf', $this->browser()->get('/shop.css')->body);
    }

    #[Test]
    public function aGuestAddsChangesAndRemoves(): void
    {
        $browser = $this->browser();

        $page = $this->add($browser, 'cups', 2);
        $this->assertSame(['cups' => 2], $page->quantities());
        $this->assertSame(['Porcelain cups, 6: 2 in your cart.'], $page->texts('//*[@role="status"]'));

        $this->assertSame(['cups' => 2, 'tamper' => 1], $this->add($browser, 'tamper')->quantities());
        $this->assertSame(['cups' => 5, 'tamper' => 1], $this->add($browser, 'cups', 3)->quantities());
        $page = $browser->submit('PATCH', '/cart/cups', ['quantity' => 1]);
        $this->assertSame(['cups' => 1, 'tamper' => 1], $page->quantities());
        $this->assertSame(['tamper' => 1], $browser->submit('DELETE', '/cart/cups')->quantities());
        $this->assertSame('1', $browser->get('/')->texts('//*[@id="pieces"]')[0]);

        $this->assertSame([], $browser->submit('DELETE', '/cart')->quantities());
        $this->assertTrue($browser->cart()['is_empty']);
    }

    #[Test]
    public function anotherGuestHasAnotherCart(): void
    {
        [$one, $other] = [$this->browser(), $this->browser()];
        $this->add($one, 'cups');
        $this->add($other, 'tamper');

        $this->assertSame(['cups' => 1], self::quantities($one));
        $this->assertSame(['tamper' => 1], self::quantities($other));
    }

    #[Test]
    public function pageAndJsonAgreeToTheCent(): void
    {
        $browser = $this->browser();
        $this->add($browser, 'roaster');
        $this->add($browser, 'beans', 2);
        $this->add($browser, 'filters', 3);
        $browser->submit('POST', '/coupons', ['code' => 'deposit']);
        $page = $browser->submit('POST', '/coupons', ['code' => 'club']);

        // 10,349.80 + 2 × 15.75 + 3 × 6.00; less 10,000.00; less 5 %; plus 8.25 % = 410.6301…
        $this->assertSame([
            'Items' => '$10,399.30',
            'Deposit paid' => '−$10,000.00',
            'Café club −5%' => '−$19.97',
            'Subtotal' => '$379.34',
            'Sales tax +8.25%' => '$31.30',
            'Total' => '$410.63',
        ], $page->summary());

        $cart = $browser->cart();
        $this->assertSame(['amount' => 37933.5, 'formatted' => '$379.34'], $cart['subtotal']);
        $this->assertSame(['amount' => 41063.01, 'formatted' => '$410.63'], $cart['total']);
        $this->assertSame(['amount' => 3150, 'formatted' => '$31.50'], $cart['items'][1]['subtotal']);
        $this->assertSame('Harvest week', $cart['items'][1]['conditions'][0]['name']);
    }

    #[Test]
    public function shippingIsChosenOnce(): void
    {
        $browser = $this->browser();
        $this->add($browser, 'cups');
        $browser->submit('POST', '/shipping', ['method' => 'standard']);
        $page = $browser->submit('POST', '/shipping', ['method' => 'express']);

        $this->assertSame('$19.90', $page->summary()['Courier']);
        $this->assertArrayNotHasKey('Parcel', $page->summary());
        $this->assertSame('$46.42', $page->summary()['Total']);
    }

    #[Test]
    public function aCouponWithARuleAppearsAndDisappears(): void
    {
        $browser = $this->browser();
        $this->add($browser, 'cups', 4);
        $page = $browser->submit('POST', '/coupons', ['code' => 'FIVE']);
        $this->assertSame(['FIVE does not apply now'], $page->texts('//*[@data-coupon]/span'));
        $this->assertSame('$98.00', $page->summary()['Subtotal']);

        $page = $this->add($browser, 'cups');
        $this->assertSame(['FIVE applies'], $page->texts('//*[@data-coupon]/span'));
        $this->assertSame('−$3.68', $page->summary()['From five pieces on −3%']);
        $this->assertSame('$118.83', $page->summary()['Subtotal']);

        $page = $browser->submit('PATCH', '/cart/cups', ['quantity' => 2]);
        $this->assertArrayNotHasKey('From five pieces on −3%', $page->summary());
        $this->assertSame('$49.00', $page->summary()['Subtotal']);

        $page = $browser->submit('DELETE', '/coupons/FIVE');
        $this->assertSame([], $page->texts('//*[@data-coupon]'));
        $this->assertSame('$122.50', $this->add($browser, 'cups', 3)->summary()['Subtotal']);
    }

    #[Test]
    public function aWishlistIsACartOfItsOwn(): void
    {
        $browser = $this->browser();
        $this->add($browser, 'cups');
        $browser->submit('POST', '/wishlist', ['product' => 'grinder']);

        $this->assertSame(['grinder' => 1], $browser->get('/wishlist')->quantities());
        $this->assertSame(['cups' => 1], $browser->get('/cart')->quantities());

        $page = $browser->submit('POST', '/wishlist/grinder/cart');
        $this->assertSame(['cups' => 1, 'grinder' => 1], $page->quantities());
        $this->assertSame([], $browser->get('/wishlist')->quantities());
    }

    #[Test]
    public function whatIsWrongIsRefusedWithASentence(): void
    {
        $browser = $this->browser();
        $this->add($browser, 'filters', 3);

        $page = $this->add($browser, 'filters', 9998);
        $this->assertSame(['Cart item quantity cannot exceed 10000'], $page->refusals());
        $page = $browser->submit('POST', '/coupons', ['code' => 'none']);
        $this->assertSame(['There is no coupon NONE.'], $page->refusals());
        $this->assertNotSame([], $this->add($browser, 'no-such-thing')->refusals());
        $this->assertNotSame([], $browser->submit('PATCH', '/cart/filters', ['quantity' => 'many'])->refusals());
        $this->assertSame(404, $browser->submit('PATCH', '/cart/roaster', ['quantity' => 1])->status);
        $this->assertSame(419, $browser->receive($browser->send('POST', '/cart', 'product=cups'))->status);

        $this->assertSame(['filters' => 3], self::quantities($browser));

        $browser->with('Accept', 'application/json');
        $page = $this->add($browser, 'filters', 9998);
        $this->assertSame([422, 'Cart item quantity cannot exceed 10000'], [$page->status, $page->json()['message']]);
    }

    #[Test]
    public function aDamagedCartIsLeftAsItIs(): void
    {
        $browser = $this->browser();
        $this->add($browser, 'cups');
        $this->database()->exec('update carts set items = substr(items, 1, 40)');
        $row = $this->database()->query('select * from carts')->fetchAll();

        $page = $this->add($browser, 'tamper');

        $this->assertSame(503, $page->status);
        $this->assertStringContainsString('cannot be read', $page->body);
        $this->assertEquals($row, $this->database()->query('select * from carts')->fetchAll());

        $browser->submit('DELETE', '/cart');
        $this->assertSame(['tamper' => 1], $this->add($browser, 'tamper')->quantities());
    }

    #[Test]
    public function anOrderEmptiesTheCart(): void
    {
        $browser = $this->browser();
        $this->add($browser, 'cups', 2);
        $this->assertSame(['2 × Porcelain cups, 6'], $browser->get('/checkout')->texts('//ul[@class="note"]/li'));

        $this->assertNotSame([], $browser->submit('POST', '/checkout', ['name' => 'Ann'])->refusals());
        $page = $this->order($browser);
        $this->assertSame(['$53.04'], $page->texts('//main//h2'));
        $this->assertSame(['cups' => 2], self::quantities($browser), 'it is not paid for');

        $page = $this->pay($browser, $page);
        $this->assertStringContainsString('Your order is number', $page->texts('//*[@role="status"]')[0]);
        $this->assertSame([], self::quantities($browser));
        // 53.0425 in the cart; nobody pays a quarter of a cent.
        $orders = $this->database()->query('select total, content from orders where paid_at is not null')->fetchAll();
        $this->assertSame([1, 5304.0], [count($orders), (float) $orders[0]['total']]);
        $this->assertSame(['cups'], array_keys(json_decode($orders[0]['content'], true)['items']));

        $this->assertSame(['There is nothing to order.'], $this->order($browser)->refusals());
    }

    #[Test]
    public function aCardThatIsDeclinedGivesEverythingBackAndLeavesTheCart(): void
    {
        $browser = $this->browser();
        $this->add($browser, 'cups', 2);
        $page = $this->order($browser);
        $this->assertSame(404, $this->browser()->get($page->action('/pay/'))->status, 'of somebody else');

        $declined = $this->pay($browser, $page, 'declined');
        $this->assertSame(['Your card was declined. Nothing is held for you any more.'], $declined->refusals());
        $this->assertSame(['cups' => 2], self::quantities($browser));
        $this->assertSame(['Your payment came too late, and is given back.'], $this->pay($browser, $page)->refusals());

        $this->assertStringContainsString('Thank you', $this->pay($browser, $this->order($browser))->texts('//*[@role="status"]')[0]);
    }

    #[Test]
    public function whatCostsNothingIsNotOrdered(): void
    {
        $browser = $this->browser();
        $this->add($browser, 'cups');
        $browser->submit('POST', '/coupons', ['code' => 'DEPOSIT']);

        $this->assertSame(['There is nothing to pay, so this cannot be ordered here.'], $this->order($browser)->refusals());
    }
}
