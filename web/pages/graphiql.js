// Starts GraphiQL on this server's own /graphql.
"use strict";

const example = `# Desa/kelurahan di Banyuwangi yang belum punya pustu, terburuk dahulu.
# Tekan Ctrl+Enter untuk menjalankan.
#
# Desa and kelurahan of Banyuwangi without a pustu, worst first.
# Press Ctrl+Enter to run.
query DesaTanpaPustu {
  desaWithoutPustu(within: "35.10", first: 10) {
    totalCount

    # Keempat aturan berdampingan: punya, belum punya, belum didata.
    # All four rules side by side: has, lacks, unknown.
    counts {
      rule
      units
      denominator
      has
      lacks
      unknown
    }

    edges {
      node {
        desa {
          code
          name
        }
        people
        nearest {
          status
          distanceM
          durationS
          facility {
            name
          }
        }
      }
    }

    # Dari mana angka ini. / Where these figures come from.
    provenance {
      asOf
      method
      demo
      sources {
        name
      }
    }
  }
}
`;

const root = ReactDOM.createRoot(document.getElementById("graphiql"));
root.render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: "/graphql" }),
    defaultQuery: example,
    defaultEditorToolsVisibility: false,
  }),
);
