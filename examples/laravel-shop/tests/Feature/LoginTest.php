<?php

declare(strict_types=1);

namespace Tests\Feature;

use PHPUnit\Framework\Attributes\Test;
use Tests\Support\ShopTestCase;

/**
 * Guests who log in, and customers with several browsers.
 */
final class LoginTest extends ShopTestCase
{
    #[Test]
    public function whatAGuestHasComesAlong(): void
    {
        $tablet = $this->browser('Tablet');
        $this->logIn($tablet);
        $this->add($tablet, 'cups', 2);

        $laptop = $this->browser();
        $this->add($laptop, 'cups', 3);
        $this->add($laptop, 'tamper');
        $page = $this->logIn($laptop);

        $this->assertSame(['cups' => 5, 'tamper' => 1], $page->quantities());
        $this->assertCount(1, $page->texts('//*[@id="merged"]'));
        $this->assertSame(['6 pieces, add_quantities'], $this->told('CartMerged'));
        $this->assertSame([], $laptop->get('/cart')->texts('//*[@id="merged"]'));
        $this->assertSame(1, (int) $this->database()->query('select count(*) from carts')->fetchColumn());
    }

    #[Test]
    public function twoBrowsersOfACustomerSeeOneCart(): void
    {
        [$laptop, $tablet] = [$this->browser(), $this->browser('Tablet')];
        $this->logIn($laptop);
        $this->logIn($tablet);

        $this->add($laptop, 'cups');
        $this->add($tablet, 'tamper');
        $tablet->submit('PATCH', '/cart/cups', ['quantity' => 4]);

        $this->assertSame(['cups' => 4, 'tamper' => 1], self::quantities($laptop));
        $this->assertSame(self::quantities($laptop), self::quantities($tablet));
    }

    #[Test]
    public function aLoginThatFailsPlantsNothing(): void
    {
        $stranger = $this->browser('Stranger');
        $this->add($stranger, 'roaster');
        $page = $this->logIn($stranger, password: 'guessed');
        $this->assertSame(['That is not the right password.'], $page->refusals());

        $ann = $this->browser();
        $this->add($ann, 'cups');
        $this->logIn($ann);

        $this->assertSame(['cups' => 1], self::quantities($ann));
        $this->assertSame(['roaster' => 1], self::quantities($stranger));
        $this->assertCount(1, $this->told('CartMerged'));
    }

    #[Test]
    public function aLogoutLeavesTheCartToItsOwner(): void
    {
        $browser = $this->browser();
        $this->logIn($browser);
        $this->add($browser, 'cups');
        $browser->submit('POST', '/logout');
        $this->assertSame([], self::quantities($browser));

        $this->logIn($browser, 'bob');
        $this->assertSame([], self::quantities($browser));
        $browser->submit('POST', '/logout');

        $this->logIn($browser);
        $this->assertSame(['cups' => 1], self::quantities($browser));
        $this->assertSame([], $this->told('CartMerged'));
    }

    #[Test]
    public function theWishlistComesAlongToo(): void
    {
        $browser = $this->browser();
        $browser->submit('POST', '/wishlist', ['product' => 'grinder']);
        $this->logIn($browser);

        $this->assertSame(['grinder' => 1], $browser->get('/wishlist')->quantities());
        $this->assertSame([], self::quantities($browser));
    }

    #[Test]
    public function ordersAreForThoseWhoAreLoggedIn(): void
    {
        $browser = $this->browser();
        $this->assertContains('Log in', $browser->get('/orders')->texts('//h1'));
        $this->logIn($browser);
        $this->add($browser, 'cups');
        $page = $this->order($browser);
        $this->assertCount(0, $browser->get('/orders')->texts('//section/h2'), 'it is not paid for');
        $this->pay($browser, $page);

        $this->assertCount(1, $browser->get('/orders')->texts('//section/h2'));
    }
}
