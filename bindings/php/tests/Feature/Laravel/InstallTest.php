<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Laravel;

use Cartwright\Native\Library;
use Cartwright\Tests\Support\LaravelTestCase;
use Illuminate\Support\Facades\Schema;
use PHPUnit\Framework\Attributes\Test;

final class InstallTest extends LaravelTestCase
{
    protected function setUp(): void
    {
        parent::setUp();
        mkdir("{$this->directory}/config");
        Schema::drop('carts');
    }

    #[Test]
    public function afterItTheApplicationIsWell(): void
    {
        [$code, $output] = $this->artisan('cart:install');

        $this->assertSame(0, $code, $output);
        $this->assertFileEquals(dirname(__DIR__, 3) . '/config/cart.php', config_path('cart.php'));
        $this->assertTrue(Schema::hasTable('carts'));
        $this->assertStringContainsString('The native library is here: ' . Library::instance()->path(), $output);
        $this->assertStringContainsString('✓ storage', $output);
    }

    #[Test]
    public function itCanBeRunAgainAndOverwritesNothing(): void
    {
        file_put_contents(config_path('cart.php'), '<?php return [];');

        $this->artisan('cart:install');
        [$code] = $this->artisan('cart:install');

        $this->assertSame(0, $code);
        $this->assertSame('<?php return [];', file_get_contents(config_path('cart.php')));
    }

    #[Test]
    public function cartsElsewhereNeedNoTable(): void
    {
        config(['cart.storage' => 'session']);

        [, $output] = $this->artisan('cart:install');

        $this->assertFalse(Schema::hasTable('carts'));
        $this->assertStringContainsString('nothing was migrated', $output);
    }

    #[Test]
    public function theMigrationCanBeLeftOut(): void
    {
        [$code, $output] = $this->artisan('cart:install', ['--no-migrate' => true]);

        $this->assertFalse(Schema::hasTable('carts'));
        $this->assertSame(1, $code);
        $this->assertStringContainsString('✗ storage: there is no table carts', $output);
    }
}
