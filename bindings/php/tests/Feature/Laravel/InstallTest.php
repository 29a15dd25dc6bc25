<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Laravel;

use Cartwright\Exceptions\NativeException;
use Cartwright\Laravel\Console\LibraryBuilder;
use Cartwright\Native\Library;
use Cartwright\Tests\Support\LaravelTestCase;
use Closure;
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

    #[Test]
    public function aLibraryThatIsMissingIsBuilt(): void
    {
        $this->app->instance(LibraryBuilder::class, $this->builder(obstacle: null, builds: true));

        [$code, $output] = $this->artisan('cart:install');

        $this->assertSame(0, $code, $output);
        $this->assertStringContainsString("it is nowhere\nBuilding it, which takes a minute or two.\nCompiling", $output);
        $this->assertStringContainsString('✓ storage', $output);
    }

    #[Test]
    public function whyItCannotBeBuiltIsSaid(): void
    {
        $this->app->instance(LibraryBuilder::class, $this->builder(obstacle: 'there is no cargo', builds: false));

        [$code, $output] = $this->artisan('cart:install');

        $this->assertSame(1, $code);
        $this->assertStringContainsString('It cannot be built either: there is no cargo.', $output);
    }

    #[Test]
    public function aBuildThatFailsFailsTheInstallation(): void
    {
        $this->app->instance(LibraryBuilder::class, $this->builder(obstacle: null, builds: false));

        $this->assertSame(1, $this->artisan('cart:install')[0]);
    }

    private function builder(?string $obstacle, bool $builds): LibraryBuilder
    {
        return new class ($obstacle, $builds) extends LibraryBuilder {
            public function __construct(private readonly ?string $obstacle, private readonly bool $builds)
            {
            }

            public function find(): string
            {
                throw new NativeException('it is nowhere');
            }

            public function obstacle(): ?string
            {
                return $this->obstacle;
            }

            public function build(Closure $hear): bool
            {
                $hear('Compiling');

                return $this->builds;
            }
        };
    }
}
